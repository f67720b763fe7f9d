/** A chart with the same facts as a sentence for those who cannot see it, and as a table for those who want numbers. */
import Button from '@material-ui/core/Button';
import Typography from '@material-ui/core/Typography';
import { makeStyles } from '@material-ui/core/styles';
import { ReactNode, useId, useState } from 'react';
import { useWords } from '../../words';

const useStyles = makeStyles(
  theme => ({
    root: { margin: 0 },
    bar: {
      display: 'flex',
      flexWrap: 'wrap',
      alignItems: 'center',
      justifyContent: 'space-between',
      gap: theme.spacing(1, 2),
      marginBottom: theme.spacing(1),
    },
    controls: {
      display: 'flex',
      flexWrap: 'wrap',
      alignItems: 'center',
      justifyContent: 'flex-end',
      gap: theme.spacing(0.5, 1),
    },
    switch: { flex: 'none' },
    chart: { width: '100%' },
    table: { maxHeight: 480, overflow: 'auto' },
    summary: {
      position: 'absolute',
      width: 1,
      height: 1,
      overflow: 'hidden',
      clipPath: 'inset(50%)',
      whiteSpace: 'nowrap',
    },
  }),
  { name: 'GuardrailsChartOrTable' },
);

export function ChartOrTable(props: {
  readonly title: string;
  /** The chart's message in words, read by screen readers in place of the picture. */
  readonly summary: string;
  /** Pixels both the chart and the table's place take at least. */
  readonly height: number;
  readonly chart: ReactNode;
  readonly table: ReactNode;
  /** Stands between the title and the switch. */
  readonly controls?: ReactNode;
}) {
  const classes = useStyles();
  const { t } = useWords();
  const [asTable, setAsTable] = useState(false);
  const titleId = useId();
  return (
    <figure className={classes.root} aria-labelledby={titleId}>
      <div className={classes.bar}>
        <Typography variant="subtitle2" component="figcaption" id={titleId}>
          {props.title}
        </Typography>
        <div className={classes.controls}>
          {props.controls}
          <Button
            size="small"
            className={classes.switch}
            onClick={() => setAsTable(before => !before)}
          >
            {asTable ? t('chart.showChart') : t('chart.showTable')}
          </Button>
        </div>
      </div>
      <div style={{ minHeight: props.height }}>
        {asTable ? (
          <div
            className={classes.table}
            role="region"
            aria-labelledby={titleId}
            // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- what scrolls has to be reachable by keyboard
            tabIndex={0}
          >
            {props.table}
          </div>
        ) : (
          <>
            <p className={classes.summary}>{props.summary}</p>
            <div className={classes.chart}>{props.chart}</div>
          </>
        )}
      </div>
    </figure>
  );
}
