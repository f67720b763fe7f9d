/** Before a project is named: those that there are, each with the way to its costs. */
import { Link } from '@backstage/core-components';
import { useRouteRef } from '@backstage/core-plugin-api';
import { makeStyles } from '@material-ui/core/styles';
import { rootRouteRef } from '../../routes';
import { useWords } from '../../words';
import { useFirst } from '../layout';
import { EmptyState } from '../states';

/** As many as can be looked through; the field finds one among thousands. */
const SHOWN_AT_FIRST = 100;

const useStyles = makeStyles(
  theme => ({
    list: {
      listStyle: 'none',
      margin: theme.spacing(1, 0, 0),
      padding: 0,
      columns: '14rem',
    },
    project: { padding: theme.spacing(0.5, 0), overflowWrap: 'anywhere' },
  }),
  { name: 'GuardrailsProjectChoice' },
);

export function ProjectChoice(props: {
  /** Undefined while they are not known, and for who may not know them. */
  readonly projects: readonly string[] | undefined;
}) {
  const classes = useStyles();
  const { t } = useWords();
  const root = useRouteRef(rootRouteRef);
  const { projects = [] } = props;
  const { shown, button } = useFirst(projects, SHOWN_AT_FIRST);
  return (
    <EmptyState title={t('costs.noProject')}>
      {projects.length > 0
        ? t('costs.noProjectChoose')
        : t('costs.noProjectWhy')}
      {projects.length > 0 && (
        <ul className={classes.list} aria-label={t('costs.projects')}>
          {shown.map(name => (
            <li key={name} className={classes.project}>
              <Link to={`${root()}/costs?project=${encodeURIComponent(name)}`}>
                {name}
              </Link>
            </li>
          ))}
        </ul>
      )}
      {button}
    </EmptyState>
  );
}
