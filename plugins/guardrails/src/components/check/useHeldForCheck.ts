/** Keeps a list from being drawn before it is known what warns above it: the warning would push it down. */
import { type Request, useHeld } from '../../data';
import type { LastCheck } from './useLastCheck';

/** @param isReady - the list itself could be drawn */
export function useHeldForCheck(
  check: Request<LastCheck>,
  isReady: boolean,
): boolean {
  return useHeld(
    check.value !== undefined || check.error !== undefined,
    isReady,
  );
}
