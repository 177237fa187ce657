// The arrows of the house. What is not forbidden here is allowed.
const app = (name) => `^apps/${name}/`;

// The features of the portal in levels: a feature imports values only from levels above it, so that no circle can form.
const PORTAL_LEVELS = [
  ["session", "site", "visits"],
  ["attachments", "map-kit", "search"],
  ["contributions", "follows", "help", "legal", "maps", "measure", "quality", "time"],
  ["alerts", "catalogue", "conflicts", "elevation", "grants", "groups", "organisations", "reports", "requests", "swipe"],
  ["answers", "clouds", "tools"],
  ["account", "map"],
  ["datasets", "embed", "notifications"],
  ["header", "site-pages", "stories"],
  ["site-news"],
];
const portalFeatures = (levels) => `^apps/portal-template/src/features/(${levels.flat().join("|")})/`;
const portalRules = [
  {
    name: "portal-features-have-a-level",
    comment: "A new feature gets a place in PORTAL_LEVELS.",
    severity: "error",
    from: { path: "^apps/portal-template/src/features/", pathNot: portalFeatures(PORTAL_LEVELS) },
    to: {},
  },
  ...PORTAL_LEVELS.map((level, index) => ({
    name: `portal-features-form-no-circle-${level[0]}`,
    comment: "Features of one level do not know each other, nor those of a level below.",
    severity: "error",
    from: { path: portalFeatures([level]) },
    to: {
      path: portalFeatures(PORTAL_LEVELS.slice(index)),
      pathNot: "^apps/portal-template/src/features/$1/",
      dependencyTypesNot: ["type-only"],
    },
  })),
];

/** @type {import("dependency-cruiser").IConfiguration} */
export default {
  forbidden: [
    { name: "no-circles", severity: "error", from: {}, to: { circular: true, viaOnly: { dependencyTypesNot: ["type-only"] } } },
    { name: "packages-never-import-apps", severity: "error", from: { path: "^packages/(?!cli/)" }, to: { path: "^apps/" } },
    { name: "commands-know-no-site", severity: "error", from: { path: "^packages/cli/" }, to: { path: "^apps/(?!core-api/)" } },
    {
      name: "clients-know-core-api-by-type-only",
      comment: "Portal, admin and the commands call core-api over the wire; only the type of its router crosses.",
      severity: "error",
      from: { path: [app("portal-template"), app("admin"), "^packages/cli/"] },
      to: { path: app("core-api"), dependencyTypesNot: ["type-only"] },
    },
    { name: "sites-are-apart", severity: "error", from: { path: app("portal-template") }, to: { path: app("admin") } },
    { name: "admin-is-apart", severity: "error", from: { path: app("admin") }, to: { path: app("portal-template") } },
    {
      name: "only-core-api-meets-the-database",
      severity: "error",
      from: { pathNot: ["^apps/core-api/", "^packages/(database|testing)/", "^prisma/", "^bench/"] },
      to: { path: "^packages/database/" },
    },
    {
      name: "queries-are-private",
      comment: "A module's SQL belongs to the module; others call its service.",
      severity: "error",
      from: { path: "^apps/core-api/src/modules/([^/]+)/" },
      to: { path: "^apps/core-api/src/modules/.+/queries(\\.ts$|/)", pathNot: "^apps/core-api/src/modules/$1/" },
    },
    {
      name: "layer-store-knows-no-module",
      comment: "Stored data of layers lies below the modules: what they share of it moves down.",
      severity: "error",
      from: { path: "^apps/core-api/src/layer-store/", pathNot: "\\.test\\.ts$" },
      to: { path: "^apps/core-api/src/(modules|jobs|http|trpc|gate|pages)/" },
    },
    // The gate: it lies below both protocols, and what lies below the gate knows neither it nor them.
    {
      name: "gate-knows-no-protocol",
      severity: "error",
      from: { path: "^apps/core-api/src/gate/", pathNot: "\\.test\\.ts$" },
      to: { path: "^apps/core-api/src/(http|trpc|jobs|pages)/" },
    },
    {
      name: "http-mounts-trpc-in-one-file",
      severity: "error",
      from: { path: "^apps/core-api/src/http/", pathNot: ["^apps/core-api/src/http/trpc\\.ts$", "\\.test\\.ts$"] },
      to: { path: "^apps/core-api/src/trpc/" },
    },
    { name: "trpc-knows-no-http", severity: "error", from: { path: "^apps/core-api/src/trpc/" }, to: { path: "^apps/core-api/src/http/" } },
    {
      name: "pages-know-no-request",
      severity: "error",
      from: { path: "^apps/core-api/src/pages/" },
      to: { path: "^apps/core-api/src/(http|trpc|gate|jobs)/" },
    },
    {
      name: "rules-know-no-caller",
      comment: "Only a module's router may know tRPC: the rest works for any caller. Of the gate, rules know the permissions alone.",
      severity: "error",
      from: { path: "^apps/core-api/src/(modules/(?!.*/router\\.ts$)|kernel/|layer-store/)", pathNot: ["\\.test\\.ts$", "/testing/"] },
      to: { path: "^apps/core-api/src/(http/|trpc/|jobs/|gate/(?!permissions))" },
    },
    {
      name: "geo-is-pure",
      severity: "error",
      from: { path: "^packages/(geo|map-style|theme|contracts)/", pathNot: "\\.test\\.ts$" },
      to: { dependencyTypes: ["core"] },
    },
    // Admin: kit ← features ← shell ← app.
    {
      name: "admin-kit-is-the-floor",
      comment: "What all features share knows none of them.",
      severity: "error",
      from: { path: "^apps/admin/src/kit/" },
      to: { path: "^apps/admin/src/(features|shell|app)/" },
    },
    {
      name: "admin-features-are-under-the-shell",
      severity: "error",
      from: { path: "^apps/admin/src/features/" },
      to: { path: "^apps/admin/src/(shell|app)/" },
    },
    {
      name: "admin-shell-knows-no-route",
      severity: "error",
      from: { path: "^apps/admin/src/shell/" },
      to: { path: "^apps/admin/src/app/" },
    },
    {
      name: "admin-features-have-no-circles",
      comment: "Two features that need each other share a third one below them, or something of the kit.",
      severity: "error",
      scope: "folder",
      from: { path: "^apps/admin/src/features/" },
      to: { circular: true },
    },
    ...portalRules,
    // Those two are packages of types only: there is no module to find.
    { name: "no-unresolvable", severity: "error", from: {}, to: { couldNotResolve: true, pathNot: "^(geojson|topojson-specification)$" } },
  ],
  options: {
    doNotFollow: { path: "node_modules" },
    exclude: { path: ["\\.next/", "generated/", "\\.archipel/", "next-env\\.d\\.ts$"] },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: {
      exportsFields: ["exports"],
      conditionNames: ["import", "types", "default"],
      extensions: [".ts", ".tsx", ".mjs", ".js", ".json"],
    },
  },
};
