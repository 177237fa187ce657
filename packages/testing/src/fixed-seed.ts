import fc from "fast-check";

/**
 * Set-up of every test file: property tests try the same cases in each run, so that a run fails only for what changed. PROPERTY_SEED is another
 * seed, or `random`: who looks for new cases starts with that, and keeps what fails as a case of its own.
 */
const wanted = process.env.PROPERTY_SEED ?? "20261128";
if (wanted !== "random") fc.configureGlobal({ ...fc.readConfigureGlobal(), seed: Number(wanted) });
