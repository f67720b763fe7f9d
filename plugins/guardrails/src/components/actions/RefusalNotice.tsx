/** Tells that a change was not saved and why, until the reader closes it or tries again. */
import Alert from '@material-ui/lab/Alert';
import AlertTitle from '@material-ui/lab/AlertTitle';
import type { Refusal } from '../../changes';
import { useWords } from '../../words';
import { useReturnedFocus } from './useOpenedForm';

function Refused(props: {
  readonly refusal: Refusal;
  readonly onClose: () => void;
}) {
  const { t } = useWords();
  useReturnedFocus();
  return (
    <Alert
      severity="error"
      role={props.refusal.isCounted ? 'note' : 'alert'}
      variant="outlined"
      closeText={t('refusal.close')}
      onClose={props.onClose}
    >
      <AlertTitle>{props.refusal.title}</AlertTitle>
      {props.refusal.reason}
    </Alert>
  );
}

export function RefusalNotice(props: {
  readonly refusal: Refusal | undefined;
  readonly onClose: () => void;
}) {
  const { refusal, onClose } = props;
  return refusal ? <Refused refusal={refusal} onClose={onClose} /> : null;
}
