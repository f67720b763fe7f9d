/** Whether what is stored is what AWS billed, in a sentence, with the way to the proof. */
import { Link } from '@backstage/core-components';
import { useRouteRef } from '@backstage/core-plugin-api';
import Typography from '@material-ui/core/Typography';
import type { ReconciliationReport } from '@cloudops/plugin-guardrails-common';
import { rootRouteRef } from '../../routes';
import { useWords } from '../../words';
import { TitledPanel } from '../layout';
import { reconciliationHeadline } from '../reconciliation';
import { describeError } from '../states';

export function BillCheck(props: {
  readonly report: ReconciliationReport | Error;
}) {
  const { t } = useWords();
  const root = useRouteRef(rootRouteRef);
  const { report } = props;
  return (
    <TitledPanel title={t('title.reconciliation')}>
      <Typography variant="body2">
        {report instanceof Error
          ? describeError(report, t, t('subject.reconciliation')).title
          : reconciliationHeadline(report, t)}
      </Typography>
      <Typography variant="body2">
        <Link to={`${root()}/reconciliation`} underline="always">
          {t('overview.seeReconciliation')}
        </Link>
      </Typography>
    </TitledPanel>
  );
}
