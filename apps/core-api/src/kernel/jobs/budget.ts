import { withTimeLeft } from "@archipel/database/statement-limits.ts";
import { Budget, type BudgetError, type Spent, withBudget } from "@archipel/sandbox/budget.ts";
import type { Env } from "../../env.ts";
import type { ErrorParams } from "../domain-error.ts";

/** The settings of what one job may use. */
type BudgetSettings = Pick<
  Env,
  "JOB_CHILDREN" | "JOB_CPU_SECONDS" | "JOB_CPU_SECONDS_A_MEGABYTE" | "JOB_SECONDS" | "JOB_SECONDS_A_MEGABYTE"
>;

/**
 * The budget of one job.
 *
 * @param share how many times that of an ordinary job; what a megabyte adds is the same for all
 * @param before what earlier attempts used
 */
export function budgetOf(settings: BudgetSettings, share = 1, before?: Spent): Budget {
  const limits = {
    children: settings.JOB_CHILDREN * share,
    cpuSeconds: settings.JOB_CPU_SECONDS * share,
    cpuSecondsAMegabyte: settings.JOB_CPU_SECONDS_A_MEGABYTE,
    seconds: settings.JOB_SECONDS * share,
    secondsAMegabyte: settings.JOB_SECONDS_A_MEGABYTE,
  };
  return new Budget(limits, before);
}

/** Longest time for work to end by itself after its wall-clock time is over, and for short budgets its part of them. */
const MOST_GRACE_SECONDS = 10;
const GRACE_PART = 0.1;
/** Node's timers take no longer time. */
const MOST_TIMER_MS = 2 ** 31 - 1;

/**
 * Runs work whose children count in a budget, and whose SQL statements end with its wall-clock time. Work that waits for something else when this
 * time is over, such as a storage that does not answer, is abandoned.
 *
 * @throws BudgetError when the time is over and the work has not ended by itself
 */
export async function withinBudget<T>(budget: Budget, work: () => Promise<T>): Promise<T> {
  const graceMs = 1000 * Math.min(MOST_GRACE_SECONDS, budget.secondsLeft * GRACE_PART);
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    const look = () => {
      // The time grows while files are read.
      if (budget.secondsLeft === 0 && budget.breach) return reject(budget.breach);
      timer = setTimeout(look, Math.min(MOST_TIMER_MS, budget.secondsLeft * 1000 + graceMs + 1));
    };
    timer = setTimeout(look, Math.min(MOST_TIMER_MS, budget.secondsLeft * 1000 + graceMs));
  });
  try {
    return await Promise.race([withBudget(budget, () => withTimeLeft(() => budget.secondsLeft, work)), late]);
  } finally {
    clearTimeout(timer);
  }
}

const CODES = { children: "job-over-children", cpuSeconds: "job-over-processor", seconds: "job-over-time" } as const;

/** Why a job ends when its budget is over. @param subject the name of its file or layer */
export function budgetFailure({ limit, most }: BudgetError, subject: string): { code: string; params: ErrorParams } {
  return { code: CODES[limit], params: { subject, most: Math.round(most), minutes: Math.ceil(most / 60) } };
}

/** Figures as a row keeps them. */
export function spentOf({ spent: { children, cpuSeconds, seconds } }: Budget): { children: number; cpuSeconds: number; seconds: number } {
  return { children, cpuSeconds: Math.round(cpuSeconds * 100) / 100, seconds: Math.round(seconds * 100) / 100 };
}
