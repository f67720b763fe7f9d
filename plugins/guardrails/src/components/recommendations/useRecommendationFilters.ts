/** Which recommendations a reader wants to see: choices that live in the page's address. */
import { useCallback } from 'react';
import { useSearchParams } from 'react-router-dom';
import { useQueryParameter } from '../../data';
import { GROUPS, type Group } from './groups';

export const STATUS_CHOICES = ['all', ...GROUPS] as const;

export type StatusChoice = (typeof STATUS_CHOICES)[number];

export interface RecommendationFilters {
  readonly status: StatusChoice;
  /** Exactly as stored; empty for anybody. */
  readonly owner: string;
  readonly setStatus: (value: StatusChoice) => void;
  readonly setOwner: (value: string) => void;
  /** The groups that are shown. */
  readonly groups: readonly Group[];
  readonly isDefault: boolean;
  readonly clear: () => void;
}

export function useRecommendationFilters(): RecommendationFilters {
  const [status, setStatus] = useQueryParameter<StatusChoice>(
    'status',
    'all',
    STATUS_CHOICES,
  );
  const [owner, setOwner] = useQueryParameter<string>('owner', '');
  const [, setParameters] = useSearchParams();
  const clear = useCallback(
    () =>
      setParameters(
        before => {
          const after = new URLSearchParams(before);
          after.delete('status');
          after.delete('owner');
          return after;
        },
        { replace: true },
      ),
    [setParameters],
  );
  return {
    status,
    owner,
    setStatus,
    setOwner,
    groups: status === 'all' ? GROUPS : [status],
    isDefault: status === 'all' && owner === '',
    clear,
  };
}
