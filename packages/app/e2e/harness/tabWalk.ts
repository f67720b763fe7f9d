// Goes through a page with the Tab key alone, and tells what a person without a pointer misses on it.
import type { Page } from '@playwright/test';

/** What the person misses. Each names a control: `button "Acknowledge"`. */
export interface Missed {
  /** How many controls were looked for: none says that the wrong part was looked at. */
  readonly controls: number;
  /** Answer a click, and the Tab key neither stops there nor at the group they belong to. */
  readonly unreachable: readonly string[];
  /** Are stops, and look the same with the focus as without. */
  readonly unseen: readonly string[];
}

interface Walk {
  /** Notes where the focus is. False where the walk is over: the focus has left the part. */
  step(): Promise<boolean>;
  end(): Missed;
}

type Walked = Window & typeof globalThis & { guardrailsWalk: Walk };

/** More stops than a page has: a walk that long goes in circles. */
const MOST_STOPS = 600;

/**
 * @param within - CSS selector of the part whose controls count; the walk begins at its start
 * @throws when the Tab key never leaves the part
 */
export async function walkByTab(page: Page, within: string): Promise<Missed> {
  await page.evaluate(beginWalk, within);
  for (let stops = 0; stops < MOST_STOPS; stops += 1) {
    await page.keyboard.press('Tab');
    if (!(await page.evaluate(() => (window as Walked).guardrailsWalk.step())))
      return page.evaluate(() => (window as Walked).guardrailsWalk.end());
  }
  throw new Error(`The focus was still in ${within} after ${MOST_STOPS} tabs`);
}

/** Runs in the page, and so can use nothing of this file. */
function beginWalk(within: string): void {
  const NATIVE = 'a[href], button, input, select, textarea, summary';
  const STOP = `${NATIVE}, [tabindex]`;
  const CONTROL = `${NATIVE}, [tabindex]:not([tabindex="-1"]), [role=button], [role=link], [role=checkbox], [role=tab]`;
  /** One of these is a stop, and the arrow keys go to the others. */
  const GROUP = '[role=tablist], [role=radiogroup], [role=listbox]';
  /** A look that changes with the focus changes within so many frames: the kit's transitions take 300 ms at most. */
  const FRAMES = 40;

  const part = document.querySelector<HTMLElement>(within);
  if (!part) throw new Error(`There is no ${within}`);
  const reached = new Set<Element>();
  const unseen: Element[] = [];

  const nameOf = (element: Element) => {
    const name =
      element.getAttribute('aria-label') ??
      (element as HTMLInputElement).labels?.[0]?.textContent ??
      element.textContent ??
      '';
    const kind = element.getAttribute('role') ?? element.localName;
    return `${kind} "${name.trim().slice(0, 60)}"`;
  };
  /** React keeps what an element answers to at the element itself. */
  const answersClicks = (element: Element) =>
    Object.entries(element).some(
      ([key, props]) => key.startsWith('__reactProps$') && props.onClick,
    );
  const isThere = (element: Element) =>
    element.checkVisibility({ visibilityProperty: true }) &&
    !element.closest('[aria-hidden=true], [inert]') &&
    !element.matches(':disabled');
  /** With what is around and in it: there the kit draws the focus of boxes and fields. */
  const lookOf = (element: Element) =>
    [
      element,
      ...[...element.querySelectorAll('*')].slice(0, 20),
      ...(element.matches('input, textarea, select')
        ? [element.parentElement!, ...element.parentElement!.children]
        : []),
    ]
      .map(each => {
        const { outline, boxShadow, backgroundColor, border } =
          getComputedStyle(each);
        return [outline, boxShadow, backgroundColor, border].join(' ');
      })
      .join('\n');
  const atRest = new Map(
    [...part.querySelectorAll(STOP)].map(each => [each, lookOf(each)]),
  );

  // The next tab stop is the first one after this.
  part.tabIndex = -1;
  part.focus();
  part.removeAttribute('tabindex');

  const walk: Walk = {
    async step() {
      const at = document.activeElement;
      if (!at || !part.contains(at) || at === part || reached.has(at)) {
        return false;
      }
      reached.add(at);
      for (let frame = 0; lookOf(at) === atRest.get(at); frame += 1) {
        if (frame === FRAMES) {
          unseen.push(at);
          break;
        }
        await new Promise(requestAnimationFrame);
      }
      return true;
    },
    end() {
      const stops = [...reached];
      const isReached = (element: Element) => {
        const { control } = element.closest('label') ?? {};
        const group = element.closest(GROUP);
        return stops.some(
          stop =>
            stop.contains(element) ||
            element.contains(stop) ||
            stop === control ||
            group?.contains(stop) ||
            (stop.matches('[type=radio]') &&
              stop.getAttribute('name') === element.getAttribute('name')),
        );
      };
      const controls = [...part.querySelectorAll('*')].filter(
        each => (each.matches(CONTROL) || answersClicks(each)) && isThere(each),
      );
      return {
        controls: controls.length,
        unreachable: controls.filter(each => !isReached(each)).map(nameOf),
        unseen: unseen.map(nameOf),
      };
    },
  };
  (window as Walked).guardrailsWalk = walk;
}
