/** Which recommendations a reader wants to see: choices that live in the page's address. */
import { useCallback } from 'react';
import { useSearchParams } from 'react-router-dom';
import { useQueryParameter } from '../../data';
import { GROUPS, type Group } from './groups';

/** Each of the groups, or what is to do and in progress together. */
export const STATUS_CHOICES = ['all', 'unfinished', ...GROUPS] as const;

/** In the order in which they are offered; the words of the API. */
export const ORDER_CHOICES = ['severity', 'money', 'createdAt'] as const;

export type OrderChoice = (typeof ORDER_CHOICES)[number];

export type StatusChoice = (typeof STATUS_CHOICES)[number];

const GROUPS_OF: Readonly<Record<StatusChoice, readonly Group[]>> = {
  all: GROUPS,
  unfinished: ['todo', 'inProgress'],
  todo: ['todo'],
  inProgress: ['inProgress'],
  finished: ['finished'],
};

export interface RecommendationFilters {
  readonly status: StatusChoice;
  /** Exactly as stored; empty for anybody. */
  readonly owner: string;
  readonly order: OrderChoice;
  readonly setOrder: (value: OrderChoice) => void;
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
  const [order, setOrder] = useQueryParameter<OrderChoice>(
    'order',
    'severity',
    ORDER_CHOICES,
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
    order,
    setOrder,
    setStatus,
    setOwner,
    groups: GROUPS_OF[status],
    isDefault: status === 'all' && owner === '',
    clear,
  };
}
