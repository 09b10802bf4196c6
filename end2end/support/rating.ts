// The rating form, as a person uses it: every click is counted.
import { expect, type Locator, type Page } from '@playwright/test';

export const LEVELS = { 1: '非常不满意', 2: '不满意', 3: '基本满意', 4: '满意', 5: '非常满意' } as const;
export type Level = keyof typeof LEVELS;

export class RatingForm {
  clicks = 0;
  readonly form: Locator;

  constructor(
    readonly page: Page,
    readonly script: boolean,
  ) {
    this.form = page.locator('form#rating');
  }

  /** Opens the page, and waits for the island where there is script. */
  async open(url: string): Promise<this> {
    await this.page.goto(url);
    await this.ready();
    return this;
  }

  async ready(): Promise<void> {
    await expect(this.form).toBeVisible();
    if (this.script) await expect(this.form).toHaveAttribute('data-ready');
  }

  radio(level: Level): Locator {
    return this.form.locator(`input[name="level"][value="${level}"]`);
  }

  async choose(level: Level): Promise<void> {
    await this.tap(this.form.locator('label').filter({ has: this.page.getByText(LEVELS[level], { exact: true }) }));
    await expect(this.radio(level)).toBeChecked();
  }

  /** Everything chosen of levels and indicators. */
  get chosen(): Locator {
    return this.form.locator('[name^="level"]:checked, [name^="indicator"]:checked');
  }

  /** The boxes of one level that a person sees. */
  boxes(level: Level): Locator {
    return this.form.locator(`input[name="indicator_${level}"]`).filter({ visible: true });
  }

  /** Ticks the first indicator of the level, and says which. */
  async tickFirst(level: Level): Promise<string> {
    const box = this.form.locator(`input[name="indicator_${level}"]`).first();
    const label = this.form.locator(`label[for="${await box.getAttribute('id')}"]`);
    await this.tap(label);
    await expect(box).toBeChecked();
    return (await label.innerText()).trim();
  }

  get words(): Locator {
    return this.form.locator('textarea[name="words"]');
  }

  get submitButton(): Locator {
    return this.form.getByRole('button', { name: '提交评价', exact: true });
  }

  async submit(): Promise<void> {
    await this.tap(this.submitButton);
  }

  /** The page that says thanks; gives back the receipt's code as the address has it. */
  async receipt(): Promise<string> {
    await expect(this.page).toHaveURL(/\/r\/[0-9A-Z-]{12,14}(\?|$)/i);
    return code(this.page);
  }

  get errors(): Locator {
    return this.page.locator('.errors');
  }

  private async tap(target: Locator): Promise<void> {
    await target.click();
    this.clicks += 1;
  }
}

/** Unfolds what was given: right after sending it is folded, so that a screenshot shows nobody. */
export async function unfold(page: Page): Promise<void> {
  await page.locator('summary').filter({ hasText: '查看评价内容' }).click();
  await expect(page.getByRole('heading', { name: '您的评价' })).toBeVisible();
}

/** The code of the receipt page that is open. */
export function code(page: Page): string {
  return new URL(page.url()).pathname.split('/')[2];
}

/** Rates 非常满意 in the fewest steps, and gives back the receipt's code. */
export async function rateWell(page: Page, script: boolean, url: string): Promise<string> {
  const rating = await new RatingForm(page, script).open(url);
  await rating.choose(5);
  await rating.submit();
  return rating.receipt();
}
