/** Where an alert, a recommendation or a run stands: a word and a shape. */
import { useTheme } from '@material-ui/core/styles';
import type { Theme } from '@material-ui/core/styles';
import Autorenew from '@material-ui/icons/Autorenew';
import CheckCircleOutline from '@material-ui/icons/CheckCircleOutline';
import ErrorOutline from '@material-ui/icons/ErrorOutline';
import PlayCircleOutline from '@material-ui/icons/PlayCircleOutline';
import RadioButtonUnchecked from '@material-ui/icons/RadioButtonUnchecked';
import RemoveCircleOutline from '@material-ui/icons/RemoveCircleOutline';
import VisibilityOutlined from '@material-ui/icons/VisibilityOutlined';
import type {
  AlertStatus,
  RecommendationStatus,
  RunStatus,
} from '@cloudops/plugin-guardrails-common';
import { ElementType } from 'react';
import { Label } from './Label';
import { useWords } from '../../words';

export type Status = AlertStatus | RecommendationStatus | RunStatus;

type Tone = 'neutral' | 'good' | 'bad' | 'active';

const LOOK: Readonly<Record<Status, { icon: ElementType; tone: Tone }>> = {
  open: { icon: RadioButtonUnchecked, tone: 'active' },
  acknowledged: { icon: VisibilityOutlined, tone: 'neutral' },
  resolved: { icon: CheckCircleOutline, tone: 'good' },
  in_progress: { icon: PlayCircleOutline, tone: 'active' },
  done: { icon: CheckCircleOutline, tone: 'good' },
  dismissed: { icon: RemoveCircleOutline, tone: 'neutral' },
  running: { icon: Autorenew, tone: 'active' },
  succeeded: { icon: CheckCircleOutline, tone: 'good' },
  failed: { icon: ErrorOutline, tone: 'bad' },
  skipped: { icon: RemoveCircleOutline, tone: 'neutral' },
};

function toneColor(tone: Tone, theme: Theme): string {
  switch (tone) {
    case 'good':
      return theme.palette.success.main;
    case 'bad':
      return theme.palette.error.main;
    case 'active':
      return theme.palette.info.main;
    default:
      return theme.palette.text.secondary;
  }
}

export function StatusLabel(props: { readonly status: Status }) {
  const theme = useTheme();
  const { t } = useWords();
  const { icon: Icon, tone } = LOOK[props.status];
  return (
    <Label
      color={toneColor(tone, theme)}
      shape={<Icon style={{ fontSize: '1.2em' }} />}
    >
      {t(`status.${props.status}`)}
    </Label>
  );
}
