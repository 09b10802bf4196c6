// The sizes of what a finger must hit.
import type { Page } from '@playwright/test';

/**
 * Everything to tap on the page that is smaller than `side` CSS pixels either way. A box or radio
 * is as large as it and its label together. Links inside a sentence are exempt (WCAG 2.5.5), and so
 * is what only shows when it has the focus.
 */
export function tooSmall(page: Page, side: number): Promise<string[]> {
  return page.evaluate((least) => {
    const area = (element: Element) => {
      const parts = [element, ...Array.from((element as HTMLInputElement).labels ?? [])];
      const label = element.matches('input[type=radio], input[type=checkbox]');
      const rects = (label ? parts : [element]).map((part) => part.getBoundingClientRect());
      const left = Math.min(...rects.map((rect) => rect.left));
      const right = Math.max(...rects.map((rect) => rect.right));
      const top = Math.min(...rects.map((rect) => rect.top));
      const bottom = Math.max(...rects.map((rect) => rect.bottom));
      return { left: left + scrollX, top: top + scrollY, width: right - left, height: bottom - top };
    };
    const inSentence = (element: Element) => {
      const around = element.parentElement?.textContent?.trim() ?? '';
      const inline = getComputedStyle(element).display === 'inline';
      return element.matches('p a, li a') && inline && around !== element.textContent?.trim();
    };
    const small: string[] = [];
    for (const element of document.querySelectorAll('a[href], button, summary, select, textarea, input:not([type=hidden])')) {
      const shown = (element as HTMLElement).checkVisibility({ visibilityProperty: true });
      if (!shown || inSentence(element)) continue;
      const { left, top, width, height } = area(element);
      const offScreen = left + width <= 0 || top + height <= 0;
      if (offScreen) continue;
      if (width < least - 0.5 || height < least - 0.5) {
        const name = (element.textContent?.trim() || element.getAttribute('name') || element.tagName).slice(0, 20);
        small.push(`${element.tagName.toLowerCase()} “${name}”: ${Math.round(width)}×${Math.round(height)}`);
      }
    }
    return small;
  }, side);
}

/** How far the page is wider than the screen. */
export function overflow(page: Page): Promise<number> {
  return page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
}
