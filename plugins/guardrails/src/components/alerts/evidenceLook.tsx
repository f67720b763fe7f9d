/** How the parts of an evidence chart look, and the legend that says so. */
import { makeStyles, useTheme } from '@material-ui/core/styles';
import type { Theme } from '@material-ui/core/styles';
import type { Evidence } from '@cloudops/plugin-guardrails-common';
import type { ReactNode } from 'react';
import { useWords } from '../../words';

/** Pixels. */
export const EVIDENCE_CHART_HEIGHT = 280;

/** The theme's colours of the parts. */
export function evidenceColors(theme: Theme) {
  return {
    observed: theme.palette.primary.main,
    usual: theme.palette.text.secondary,
    limit: theme.palette.error.main,
    fired: theme.palette.error.main,
    window: theme.palette.warning.main,
  };
}

const useStyles = makeStyles(
  theme => ({
    legend: {
      ...theme.typography.caption,
      display: 'flex',
      flexWrap: 'wrap',
      columnGap: theme.spacing(2),
      listStyle: 'none',
      margin: 0,
      padding: 0,
      color: theme.palette.text.secondary,
    },
    item: {
      display: 'inline-flex',
      alignItems: 'center',
      gap: theme.spacing(0.75),
    },
  }),
  { name: 'GuardrailsEvidenceLegend' },
);

function Swatch(props: { readonly children: ReactNode }) {
  return (
    <svg width="20" height="12" viewBox="0 0 20 12" aria-hidden="true">
      {props.children}
    </svg>
  );
}

export function EvidenceLegend(props: { readonly evidence: Evidence }) {
  const classes = useStyles();
  const colors = evidenceColors(useTheme());
  const { t } = useWords();
  const { points } = props.evidence;
  const items: { name: string; swatch: ReactNode }[] = [
    {
      name: t('evidence.legendObserved'),
      swatch: (
        <line
          x1="0"
          x2="20"
          y1="6"
          y2="6"
          stroke={colors.observed}
          strokeWidth="2"
        />
      ),
    },
  ];
  if (points.some(point => point.lower !== undefined)) {
    items.push({
      name: t('evidence.legendUsual'),
      swatch: (
        <rect width="20" height="12" fill={colors.usual} fillOpacity="0.3" />
      ),
    });
  }
  items.push({
    name: t('evidence.legendLimit'),
    swatch: (
      <line
        x1="0"
        x2="20"
        y1="6"
        y2="6"
        stroke={colors.limit}
        strokeWidth="1.5"
        strokeDasharray="6 4"
      />
    ),
  });
  if (points.some(point => point.fired)) {
    items.push({
      name: t('evidence.pastLimit'),
      swatch: <circle cx="10" cy="6" r="5" fill={colors.fired} />,
    });
  }
  items.push({
    name: t('evidence.legendWindow'),
    swatch: (
      <rect width="20" height="12" fill={colors.window} fillOpacity="0.3" />
    ),
  });
  return (
    <ul className={classes.legend} aria-label={t('evidence.legend')}>
      {items.map(({ name, swatch }) => (
        <li key={name} className={classes.item}>
          <Swatch>{swatch}</Swatch>
          {name}
        </li>
      ))}
    </ul>
  );
}
