/** One planned activity: about what, when, why, by whom, and what it kept quiet. */
import { Link } from '@backstage/core-components';
import { useRouteRef } from '@backstage/core-plugin-api';
import Button from '@material-ui/core/Button';
import Typography from '@material-ui/core/Typography';
import { makeStyles } from '@material-ui/core/styles';
import type { PlannedActivity } from '@cloudops/plugin-guardrails-common';
import { alertRouteRef } from '../../routes';
import { STORED_LANGUAGE, useWords } from '../../words';
import type { NameOf } from '../../people';
import { RelativeTime } from '../labels';
import { metricInWords } from '../timeline';

const useStyles = makeStyles(
  theme => ({
    root: {
      ...theme.typography.body2,
      display: 'grid',
      gridTemplateColumns: 'minmax(0, 1fr) auto',
      gap: theme.spacing(0.5, 2),
      alignItems: 'start',
      padding: theme.spacing(1.5, 0),
      '&:not(:last-child)': {
        borderBottom: `1px solid ${theme.palette.divider}`,
      },
    },
    text: { minWidth: 0, overflowWrap: 'anywhere' },
    reason: { fontWeight: 500 },
    aside: { color: theme.palette.text.secondary },
    more: { '& > summary': { cursor: 'pointer' } },
    list: { margin: 0, paddingLeft: theme.spacing(2.5) },
  }),
  { name: 'GuardrailsActivityRow' },
);

function Suppressed(props: { readonly activity: PlannedActivity }) {
  const classes = useStyles();
  const alertLink = useRouteRef(alertRouteRef);
  const { t } = useWords();
  const { suppressed } = props.activity;
  if (suppressed.length === 0) return null;
  return (
    <details className={classes.more}>
      <summary>{t('planned.suppressed', { count: suppressed.length })}</summary>
      <ul className={classes.list}>
        {suppressed.map(({ at, title, service, metric, alertId }, place) => {
          const name = (
            <span lang={title && STORED_LANGUAGE}>
              {title ?? service ?? metricInWords(metric, t)}
            </span>
          );
          return (
            <li key={place}>
              {alertId ? (
                <Link to={alertLink({ id: alertId })} underline="always">
                  {name}
                </Link>
              ) : (
                name
              )}{' '}
              <RelativeTime at={at} />
            </li>
          );
        })}
      </ul>
    </details>
  );
}

export function ActivityRow(props: {
  readonly activity: PlannedActivity;
  readonly nameOf: NameOf;
  readonly saving: boolean;
  readonly onCancel: () => void;
}) {
  const classes = useStyles();
  const alertLink = useRouteRef(alertRouteRef);
  const { t, exact } = useWords();
  const { activity, saving } = props;
  const { project, service, metric, state } = activity;
  const person = (actor: string) => (
    <span title={actor}>{props.nameOf(actor)}</span>
  );
  const isCurrent = state === 'planned' || state === 'running';
  return (
    <li className={classes.root}>
      <div className={classes.text}>
        <Typography variant="body1" component="h3" className={classes.reason}>
          {activity.reason}
        </Typography>
        <div>
          {t(`planned.state_${state}`)}
          {' · '}
          {project}
          {' · '}
          {service ?? metricInWords(metric, t) ?? t('planned.about_everything')}
        </div>
        <div className={classes.aside}>
          {t('planned.period', {
            from: exact(activity.from),
            to: exact(activity.to),
          })}
        </div>
        <div className={classes.aside}>
          {t('planned.by', {
            actor: person(activity.plannedBy),
            when: <RelativeTime at={activity.plannedAt} />,
          })}
          {activity.cancelledAt && activity.cancelledBy && (
            <>
              {' · '}
              {t('planned.cancelledBy', {
                actor: person(activity.cancelledBy),
                when: <RelativeTime at={activity.cancelledAt} />,
              })}
            </>
          )}
          {activity.alertId && (
            <>
              {' · '}
              <Link to={alertLink({ id: activity.alertId })} underline="always">
                {t('planned.ofAlert')}
              </Link>
            </>
          )}
        </div>
        <Suppressed activity={activity} />
      </div>
      {isCurrent && (
        <Button
          size="small"
          variant="outlined"
          aria-disabled={saving}
          aria-label={t('planned.cancelOne', { reason: activity.reason })}
          onClick={() => !saving && props.onCancel()}
        >
          {t('planned.cancel')}
        </Button>
      )}
    </li>
  );
}
