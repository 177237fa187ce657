import type { SiteLegal } from "@archipel/contracts/site-legal.ts";

/** The share of applicable criteria that hold, 0…1; null: nothing was tested. */
export function rateOf(grid: SiteLegal["accessibility"]["grid"]): number | null {
  const all = Object.values(grid);
  const passed = all.reduce((sum, theme) => sum + theme.passed, 0);
  const failed = all.reduce((sum, theme) => sum + theme.failed, 0);
  return passed + failed === 0 ? null : passed / (passed + failed);
}
