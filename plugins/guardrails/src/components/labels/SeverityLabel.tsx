/** How bad an alert is: a word, a shape and a colour. */
import { useTheme } from '@material-ui/core/styles';
import type { Theme } from '@material-ui/core/styles';
import type { Severity } from '@cloudops/plugin-guardrails-common';
import { Label } from './Label';
import { useWords } from '../../words';

/** Worst first: the order in which severities are counted and sorted. */
export const SEVERITIES: readonly Severity[] = ['high', 'medium', 'low'];

/** The theme's colour of a severity. */
export function severityColor(severity: Severity, theme: Theme): string {
  switch (severity) {
    case 'high':
      return theme.palette.error.main;
    case 'medium':
      return theme.palette.warning.main;
    default:
      return theme.palette.info.main;
  }
}

/** The shape of a severity in the current colour: triangle, diamond, circle. */
export function SeverityShape(props: { readonly severity: Severity }) {
  return (
    <svg width="0.8em" height="0.8em" viewBox="0 0 12 12" aria-hidden="true">
      {props.severity === 'high' && (
        <path d="M6 0.5 L12 11.5 L0 11.5 Z" fill="currentColor" />
      )}
      {props.severity === 'medium' && (
        <path d="M6 0 L12 6 L6 12 L0 6 Z" fill="currentColor" />
      )}
      {props.severity === 'low' && (
        <circle cx="6" cy="6" r="5" fill="currentColor" />
      )}
    </svg>
  );
}

export function SeverityLabel(props: { readonly severity: Severity }) {
  const theme = useTheme();
  const { t } = useWords();
  return (
    <Label
      color={severityColor(props.severity, theme)}
      shape={<SeverityShape severity={props.severity} />}
    >
      {t(`severity.${props.severity}`)}
    </Label>
  );
}
