/** The first of many, and the button that shows them all, or the first again. */
import Button from '@material-ui/core/Button';
import { type ReactNode, useState } from 'react';
import { useWords } from '../../words';

export interface First<T> {
  readonly shown: readonly T[];
  /** Belongs below them; undefined where all are shown anyway. It stays, and so does the focus on it. */
  readonly button: ReactNode;
}

/** @param atFirst - how many are shown until the reader asks for all */
export function useFirst<T>(items: readonly T[], atFirst: number): First<T> {
  const { t, number } = useWords();
  const [isAll, setIsAll] = useState(false);
  return {
    shown: isAll ? items : items.slice(0, atFirst),
    button: items.length > atFirst && (
      <Button
        size="small"
        aria-expanded={isAll}
        onClick={() => setIsAll(before => !before)}
      >
        {isAll
          ? t('more.firstProjects', { number: number(atFirst) })
          : t('more.allProjects', { number: number(items.length) })}
      </Button>
    ),
  };
}
