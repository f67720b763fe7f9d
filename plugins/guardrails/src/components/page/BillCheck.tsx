/** Whether what is stored is what AWS billed, in a sentence, with the way to the proof. */
import { Link } from '@backstage/core-components';
import { useRouteRef } from '@backstage/core-plugin-api';
import Typography from '@material-ui/core/Typography';
import type { ReconciliationReport } from '@cloudops/plugin-guardrails-common';
import { rootRouteRef } from '../../routes';
import { useWords } from '../../words';
import { TitledPanel } from '../layout';
import {
  accountsNotCompared,
  accountsOff,
  reconciliationHeadline,
} from '../reconciliation';
import type { Translate } from '../../words';
import { describeError } from '../states';
import type { OverviewProject } from './overviewFacts';

/** What of the bills belongs into the first line of the overview: that accounts do not add up. */
export function billsOff(
  report: ReconciliationReport | Error,
  t: Translate,
): string | undefined {
  return report instanceof Error ? undefined : accountsOff(report, t);
}

/** An account that no comparison speaks of is named, so that a sum that adds up does not speak for it. */
function billsInWords(
  report: ReconciliationReport,
  projects: readonly OverviewProject[],
  t: Translate,
): string {
  const headline = reconciliationHeadline(report, t);
  const left = accountsNotCompared(
    projects.map(({ summary }) => summary.project),
    report,
  ).length;
  return left > 0 && report.accounts.length > 0
    ? t('reconciliation.andNotCompared', { headline, count: left })
    : headline;
}

export function BillCheck(props: {
  readonly report: ReconciliationReport | Error;
  readonly projects: readonly OverviewProject[];
}) {
  const { t } = useWords();
  const root = useRouteRef(rootRouteRef);
  const { report, projects } = props;
  return (
    <TitledPanel title={t('title.reconciliation')}>
      <Typography variant="body2">
        {report instanceof Error
          ? describeError(report, t, t('subject.reconciliation')).title
          : billsInWords(report, projects, t)}
      </Typography>
      <Typography variant="body2">
        <Link to={`${root()}/reconciliation`}>
          {t('overview.seeReconciliation')}
        </Link>
      </Typography>
    </TitledPanel>
  );
}
