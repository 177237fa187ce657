// The groups of `npm test`. Each gives { passed, failed, skipped } and, where it knows them, the names of what failed and of what was
// flaky: failed at first, and passed when it was run again.
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { node24, root, run } from "../project.mjs";
import { testFiles } from "./files.mjs";
import { startPostgres } from "./postgres.mjs";
import { vitest } from "./vitest.mjs";

/** @param only the test files to run, relative to the root; absent: all */
export function groupsOf(only) {
  const files = testFiles(only);
  return {
    verify: { needs: [], run: () => verify() },
    journeys: { needs: ["chromium"], run: ({ sites }) => journeys({ sites }) },
    // A browser leaves a processor idle for much of its time: the other groups fill it, the longest first.
    server: { needs: ["postgres"], isBeside: "journeys", run: ({ isBeside }) => onServer(files.database, {}, { isBeside }) },
    unit: { needs: [], isBeside: "journeys", run: ({ isBeside }) => vitest(files.pure, {}, { isBeside }) },
    embedded: {
      needs: [],
      isBeside: "journeys",
      run: ({ isBeside }) => vitest(files.embedded, { ARCHIPEL_TEST_DATABASE: "embedded" }, { isBeside }),
    },
    // Minutes of workers killed at every step, and among a thousand jobs: `npm test -- --only kills`.
    kills: { needs: ["postgres"], isOnDemand: true, run: () => onServer(files.onDemand("kills"), { ARCHIPEL_TEST_ENDURANCE: "1" }) },
    // What attackers send, many times and through nginx, and markup in every text: `npm test -- --only attacks`.
    attacks: { needs: ["postgres", "chromium", "nginx"], isOnDemand: true, run: () => attacks(files.onDemand("attacks")) },
    // QGIS itself reads the styles that we write: `npm test -- --only qgis`.
    qgis: { needs: [], isOnDemand: true, run: () => vitest(files.onDemand("qgis")) },
    // LASzip itself reads the chunks that we write, and the other way round: `npm test -- --only laszip`.
    laszip: { needs: [], isOnDemand: true, run: () => vitest(files.onDemand("laszip")) },
    // Minutes of hostile files, for those who change what reads files: `npm test -- --only hostile`.
    hostile: { needs: [], isOnDemand: true, run: () => vitest(files.onDemand("hostile")) },
    // Caddy and certbot get certificates from an authority of the test: `npm test -- --only certificates`.
    certificates: {
      needs: ["postgres", "caddy", "nginx", "certbot"],
      isOnDemand: true,
      run: () => onServer(files.onDemand("certificates")),
    },
    // Thousands of transactions through pgbouncer, on five connections: `npm test -- --only pooler`.
    pooler: { needs: ["postgres", "pgbouncer"], isOnDemand: true, run: () => onServer(files.onDemand("pooler"), {}, { isOverTcp: true }) },
    // A primary, its replica, pgbouncer, two core-api processes and nginx, of which some are killed: `npm test -- --only scale`.
    scale: {
      needs: ["postgres", "pgbouncer", "nginx"],
      isOnDemand: true,
      run: () => vitest(files.onDemand("scale"), { ARCHIPEL_TEST_DATABASE: "server" }, { options: ["--maxWorkers=1"] }),
    },
    // An installation behind the shipped nginx file, its backup, and the shipped units: `npm test -- --only install`.
    install: { needs: ["postgres", "nginx", "systemd"], isOnDemand: true, run: () => installation(files.onDemand("install")) },
  };
}

async function verify() {
  const { code, output } = await run(node24, ["scripts/verify.mjs"], { quiet: true });
  console.log(output.trimEnd());
  const [, passed = "0", failed = "1"] = /(\d+) passed, (\d+) failed\s*$/.exec(output) ?? [];
  return { passed: Number(passed), failed: code === 0 ? 0 : Math.max(1, Number(failed)), skipped: 0 };
}

/** @param isOverTcp as installations connect; otherwise over a socket file: a short query takes a fifth less processor time */
async function onServer(files, env = {}, { isOverTcp = false, isBeside = false } = {}) {
  if (files.length === 0) return vitest(files);
  const cluster = await startPostgres();
  try {
    // These tests wait for the database and for processes that they start, so four at a time keep two processors busy.
    const options = ["--maxWorkers=4"];
    const url = isOverTcp ? cluster.url : cluster.socketUrl;
    return await vitest(files, { ...env, ARCHIPEL_TEST_DATABASE: "server", ARCHIPEL_TEST_SERVER_URL: url }, { options, isBeside });
  } finally {
    await cluster.stop();
  }
}

async function installation(files) {
  if (!(await buildSitesApart())) return { passed: 0, failed: 1, skipped: 0, names: ["the build of the sites"] };
  return onServer(files, {}, { isOverTcp: true });
}

async function attacks(files) {
  // One of the files starts the built portal.
  if (!(await buildSitesApart())) return { passed: 0, failed: 1, skipped: 0, names: ["the build of the sites"] };
  const inCore = await onServer(files, { ARCHIPEL_TEST_ENDURANCE: "1" });
  const onPages = await journeys({ sites: true, env: { ATTACKS: "1" } });
  const names = [...(inCore.names ?? []), ...(onPages.names ?? [])];
  const sum = (key) => inCore[key] + onPages[key];
  return { passed: sum("passed"), failed: sum("failed"), skipped: sum("skipped"), names };
}

/** Written by a build that keeps what the next one needs, and by no other. */
const BUILD_CACHE = path.join(root, "apps/portal-template/.next/cache/turbopack");

/**
 * Builds the sites while other groups run: a process of its own, because a failed build ends it. The build is a fast one in CI, and where
 * nobody has built the sites to use them: a third less processor time.
 *
 * @returns whether the sites are there, once the build is over
 */
export async function buildSitesApart() {
  const options = JSON.stringify({ isCheck: process.env.CI === "true" || !existsSync(BUILD_CACHE) });
  const script = `import { buildSites } from ${JSON.stringify(path.join(root, "scripts/stack/prepare.mjs"))}; await buildSites(${options});`;
  const { code, output } = await run(node24, ["--input-type=module", "-e", script], { quiet: true, isNice: true });
  if (code !== 0) console.log(output.trimEnd());
  return code === 0;
}

/** Starts a whole Archipel with demo data in a temporary folder, and walks it in Chromium. */
async function journeys({ sites, env = {} }) {
  const folder = mkdtempSync(path.join(tmpdir(), "archipel-journeys-"));
  const report = path.join(folder, "report.json");
  try {
    if ((await sites) === false) return { passed: 0, failed: 1, skipped: 0, names: ["the build of the sites"] };
    const { code } = await run(node24, ["scripts/test/journeys.mjs", folder, report], {
      env: { ...env, ...(sites ? { ARCHIPEL_SITES_BUILT: "1" } : {}) },
    });
    const { stats, suites } = JSON.parse(readFileSync(report, "utf8"));
    const specs = specsOf(suites);
    const failed = stats.unexpected;
    const names = specs.filter(({ ok }) => !ok).map(nameOf);
    const flaky = specs.filter(({ ok, tests }) => ok && tests.some(({ status }) => status === "flaky")).map(nameOf);
    return {
      passed: stats.expected + stats.flaky,
      failed: code === 0 ? failed : Math.max(1, failed),
      skipped: stats.skipped,
      names,
      flaky,
    };
  } catch (error) {
    console.error(error);
    return { passed: 0, failed: 1, skipped: 0 };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function specsOf(suites = []) {
  return suites.flatMap(({ specs = [], suites: inner }) => [...specs, ...specsOf(inner)]);
}

/** With the first lines of why: the end of a long output is what one reads first. */
function nameOf(spec) {
  const reason = spec.tests.flatMap(({ results }) => results).find(({ error }) => error)?.error.message ?? "";
  return `${spec.file}: ${spec.title}\n${reason}`;
}
