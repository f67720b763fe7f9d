// The portal in a browser, as a person uses it, with the checks that every page has to stand.
import { AxeBuilder } from '@axe-core/playwright';
import { expect, type Locator, type Page } from '@playwright/test';

/** A width and a theme in which a page is looked at. */
export type View = readonly [width: number, colorScheme: 'light' | 'dark'];

const VIEWS: readonly View[] = [
  [1280, 'light'],
  [1280, 'dark'],
  [400, 'light'],
  [400, 'dark'],
];

/** What a person does in the portal, in their words. */
export class PortalPage {
  readonly page: Page;

  constructor(page: Page) {
    this.page = page;
  }

  /** Opens a path and enters as guest when the portal asks who is there. */
  async open(path: string): Promise<void> {
    await this.page.goto(path);
    const enter = this.page.getByRole('button', { name: 'Enter' });
    const sidebar = this.page.getByRole('navigation', { name: 'sidebar nav' });
    await expect(enter.or(sidebar)).toBeAttached();
    if (await enter.isVisible()) await enter.click();
    await expect(sidebar).toBeAttached();
  }

  /** Opens a service of the catalog, on the tab with this path ('' is the overview). */
  async openService(name: string, tab = ''): Promise<void> {
    await this.open(`/catalog/default/component/${name}${tab && `/${tab}`}`);
    await expect(
      this.page.getByRole('heading', { name, exact: true }).first(),
    ).toBeVisible();
  }

  /**
   * Pictures of what is on the screen, wide and narrow, light and dark, in e2e-artifacts/screenshots.
   *
   * @param landmark - what must be there before a picture is taken: a change of width may load the page again
   * @param views - widths and themes
   */
  async photograph(
    name: string,
    landmark: Locator,
    views: readonly View[] = VIEWS,
  ): Promise<void> {
    const before = this.page.viewportSize();
    for (const [width, colorScheme] of views) {
      await this.page.setViewportSize({ width, height: 900 });
      await this.setColors(colorScheme);
      await expect(landmark).toBeVisible();
      await this.expectLoaded();
      await this.page.screenshot({
        path: `e2e-artifacts/screenshots/${name}-${width}-${colorScheme}.png`,
        animations: 'disabled',
        fullPage: true,
      });
    }
    await this.page.emulateMedia({ colorScheme: null });
    if (before) await this.page.setViewportSize(before);
  }

  /**
   * A state of a page, wide and light, narrow and dark: a picture of each in e2e-artifacts/screenshots. Fails where
   * something keeps people from using it, or where a phone's reader has to scroll sideways.
   *
   * @param told - what says so
   * @param within - CSS selector of the part that is judged; see {@link expectAccessible}
   */
  async expectStateFit(
    name: string,
    told: Locator,
    within: string,
  ): Promise<void> {
    const before = this.page.viewportSize();
    for (const [width, colorScheme] of [
      [1280, 'light'],
      [400, 'dark'],
    ] as const) {
      await this.page.setViewportSize({ width, height: 900 });
      await this.setColors(colorScheme);
      // With its colours a page is drawn anew, and for a moment it asks again.
      await expect(async () => {
        await expect(told).toBeVisible();
        await this.expectAccessible(within);
      }).toPass({ timeout: 30_000 });
      await this.page.screenshot({
        path: `e2e-artifacts/screenshots/${name}-${width}-${colorScheme}.png`,
        animations: 'disabled',
        fullPage: true,
      });
    }
    await this.expectToFitPhones(told);
    await this.page.emulateMedia({ colorScheme: null });
    if (before) await this.page.setViewportSize(before);
  }

  /** Until the page is drawn in them: on the way there a text has its old colour on its new ground. */
  async setColors(colorScheme: 'light' | 'dark'): Promise<void> {
    await this.page.emulateMedia({ colorScheme });
    await expect(this.page.locator('body')).toHaveAttribute(
      'data-theme-mode',
      colorScheme,
    );
    await this.page.evaluate(() =>
      Promise.allSettled(
        document
          .getAnimations()
          .filter(each => each instanceof CSSTransition)
          .map(each => each.finished),
      ),
    );
  }

  /** Waits until nothing on the page is being loaded: no skeleton, and no progress without an end. */
  async expectLoaded(): Promise<void> {
    await expect(
      this.page.locator(
        '[aria-busy="true"], [role="progressbar"]:not([aria-valuenow])',
      ),
    ).toHaveCount(0);
  }

  /** Fails when a phone's reader has to scroll the page sideways; a table may scroll within its own place. */
  async expectToFitPhones(landmark: Locator): Promise<void> {
    const before = this.page.viewportSize();
    await this.page.setViewportSize({ width: 400, height: 900 });
    await expect(landmark).toBeVisible();
    await expect
      .poll(() =>
        this.page.locator('main').evaluate(main => {
          const tooWide: string[] = [];
          for (
            let part: Element | null = main;
            part !== null;
            part = part.parentElement
          ) {
            if (part.scrollWidth > part.clientWidth) {
              tooWide.push(
                `<${part.localName} class="${part.className}"> is ${part.scrollWidth} wide in ${part.clientWidth}`,
              );
            }
          }
          return tooWide;
        }),
      )
      .toEqual([]);
    if (before) await this.page.setViewportSize(before);
  }

  /**
   * Fails when a name at the head of a table's row breaks within a word, on a phone, or on the narrowest screen that has
   * the portal's sidebar beside the page.
   */
  async expectWordsWhole(landmark: Locator): Promise<void> {
    const before = this.page.viewportSize();
    for (const width of [400, 600]) {
      await this.page.setViewportSize({ width, height: 900 });
      await expect(landmark).toBeVisible();
      await expect
        .poll(() =>
          this.page.locator('main th[scope="row"]').evaluateAll(heads => {
            const broken: string[] = [];
            for (const head of heads) {
              const texts = document.createTreeWalker(
                head,
                NodeFilter.SHOW_TEXT,
              );
              while (texts.nextNode()) {
                const text = texts.currentNode as Text;
                for (const word of text.data.matchAll(/[A-Z]*[a-z]+|[A-Z]+/g)) {
                  const range = document.createRange();
                  range.setStart(text, word.index);
                  range.setEnd(text, word.index + word[0].length);
                  const lines = new Set(
                    [...range.getClientRects()].map(({ top }) => top),
                  );
                  if (lines.size > 1) broken.push(word[0]);
                }
              }
            }
            return broken;
          }),
        )
        .toEqual([]);
    }
    if (before) await this.page.setViewportSize(before);
  }

  /**
   * Fails on what keeps people from using the page: WCAG 2.1, levels A and AA.
   *
   * @param within - CSS selector of the part to look at; Backstage's own frame is not ours to mend
   */
  async expectAccessible(within = 'main'): Promise<void> {
    const { violations } = await new AxeBuilder({ page: this.page })
      .include(within)
      .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa'])
      .analyze();
    expect(
      violations.map(({ id, help, nodes }) => ({
        id,
        help,
        where: nodes.map(node => node.target.join(' ')),
      })),
    ).toEqual([]);
  }
}
