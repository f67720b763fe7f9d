/** Tells what the signs in the chart of daily costs mean, as far as they are in it. */
import { makeStyles, useTheme } from '@material-ui/core/styles';
import { ReactNode, useId } from 'react';
import { estimatedDays, type DailyCosts } from './dailyCosts';
import { Hatch } from './Hatch';
import { useWords } from '../../words';

const useStyles = makeStyles(
  theme => ({
    root: {
      ...theme.typography.caption,
      display: 'flex',
      flexWrap: 'wrap',
      gap: theme.spacing(0.5, 2),
      // Of one line, also where nothing is to be told: the range may change that.
      minHeight: theme.spacing(2.5),
      listStyle: 'none',
      margin: theme.spacing(1, 0, 0),
      padding: 0,
      color: theme.palette.text.secondary,
    },
    item: {
      display: 'inline-flex',
      alignItems: 'center',
      gap: theme.spacing(0.75),
    },
  }),
  { name: 'GuardrailsCostKey' },
);

function Item(props: {
  readonly sign?: ReactNode;
  readonly children: ReactNode;
}) {
  const classes = useStyles();
  return (
    <li className={classes.item}>
      {props.sign && (
        <svg width="20" height="12" viewBox="0 0 20 12" aria-hidden="true">
          {props.sign}
        </svg>
      )}
      <span>{props.children}</span>
    </li>
  );
}

export function CostKey(props: {
  readonly costs: DailyCosts;
  /** The days one period before are drawn as well. */
  readonly compare: boolean;
}) {
  const classes = useStyles();
  const { palette } = useTheme();
  const { t } = useWords();
  const hatchId = useId();
  const { costs, compare } = props;
  const count = costs.days.length;
  const hasBefore = costs.days.some(({ before }) => before !== null);
  return (
    <ul className={classes.root} aria-label={t('costs.key')}>
      {estimatedDays(costs) > 0 && (
        <Item
          sign={
            <>
              <Hatch id={hatchId} />
              <rect width="20" height="12" fill={palette.text.secondary} />
              <rect width="20" height="12" fill={`url(#${hatchId})`} />
            </>
          }
        >
          {t('costs.keyEstimated')}
        </Item>
      )}
      {compare && !hasBefore && (
        <Item>{t('costs.nothingBefore', { count })}</Item>
      )}
      {compare && hasBefore && (
        <Item
          sign={
            <line
              x2="20"
              y1="6"
              y2="6"
              stroke={palette.text.primary}
              strokeWidth="1.5"
              strokeDasharray="5 3"
            />
          }
        >
          {t('costs.keyBefore', { count })}
        </Item>
      )}
    </ul>
  );
}
