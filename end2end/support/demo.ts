// What the demo server says about itself: its windows and its cases. Windows are shared by all
// tests (each test has a browser of its own, so a device of its own); a case link can be used once,
// so each test takes one that no other test gets.
import { mkdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

export type Window = { code: string; url: string; hall: string; window: string };
export type CaseState = 'open' | 'used' | 'expired' | 'revoked';
type Case = { state: CaseState; url: string };
export type Account = { role: string; login: string; password: string; second_factor?: string };
type Demo = {
  window_url: string;
  case_url: string;
  receipt_url: string;
  withdrawn_url: string;
  windows: Window[];
  cases: Case[];
  accounts: Account[];
};

const file = process.env.HCP_E2E_DEMO;
if (!file) throw new Error('HCP_E2E_DEMO names no file: run the tests by `cargo xtask e2e`');
const demo: Demo = JSON.parse(readFileSync(file, 'utf8'));

/** The path of an address, so that `baseURL` decides the host. */
export function path(url: string): string {
  return new URL(url, 'http://localhost').pathname;
}

export const windows: Window[] = demo.windows.map((one) => ({ ...one, url: path(one.url) }));
export const aWindow: Window = windows[0];
export const anotherWindow: Window = windows[1];
export const aWithdrawnWindow: string = path(demo.withdrawn_url);
export const aReceipt: string = path(demo.receipt_url);

/** The sample account of a role; its password holds until the demo starts again. */
export function account(role: string): Account {
  const found = demo.accounts.find((one) => one.role === role);
  if (!found) throw new Error(`the demo has no account of the role ${role}`);
  return found;
}

function cases(state: CaseState): string[] {
  const urls = demo.cases.filter((one) => one.state === state).map((one) => path(one.url));
  if (urls.length === 0) throw new Error(`the demo has no case that is ${state}`);
  return urls;
}

/** A case link in this state, to look at only: many tests may get the same. */
export function aCase(state: CaseState): string {
  return cases(state)[0];
}

/** An open case link that no other test gets, to rate with. */
export function aCaseToRate(): string {
  const taken = join(dirname(file!), 'taken');
  mkdirSync(taken, { recursive: true });
  const urls = cases('open').slice(1);
  for (const [number, url] of urls.entries()) {
    // Making a directory either works or not, also when two workers try at once.
    try {
      mkdirSync(join(taken, String(number)));
      return url;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    }
  }
  throw new Error(`the demo has only ${urls.length + 1} open cases: the tests need more`);
}

/** The code with one sign replaced: the check character of a code no longer fits, a PIN is wrong. */
export function mistyped(code: string): string {
  const at = 2;
  const other = code[at] === '7' ? '8' : '7';
  return code.slice(0, at) + other + code.slice(at + 1);
}
