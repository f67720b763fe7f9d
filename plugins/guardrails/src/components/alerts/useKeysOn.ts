/** Whether single letters and signs act in the list of alerts: a reader's own choice, and so from the start. */
import { useStored } from '../../data';

export function useKeysOn(): [boolean, (areOn: boolean) => void] {
  const [areOn = true, store] = useStored<boolean>('guardrails-keys', 'single');
  return [areOn, store];
}
