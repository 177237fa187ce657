/** Whether the run may take many minutes: `npm test -- --only kills` repeats a test as often as its title says. */
const isEndurance = process.env.ARCHIPEL_TEST_ENDURANCE === "1";

/**
 * How often a test repeats what chance decides, such as the moment of a kill, or how much it sends.
 *
 * @param always in every run of the suite
 * @param onDemand when endurance is asked for
 */
export function repeats<T>(always: T, onDemand: T): T {
  return isEndurance ? onDemand : always;
}
