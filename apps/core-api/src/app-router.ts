import { jobsRouter } from "./jobs/router.ts";
import { accessRouter } from "./modules/access/router.ts";
import { alertsRouter } from "./modules/alerts/router.ts";
import { answersRouter } from "./modules/answers/router.ts";
import { attachmentsRouter } from "./modules/attachments/router.ts";
import { auditRouter } from "./modules/audit/router.ts";
import { binRouter } from "./modules/bin/router.ts";
import { cloudExtractsRouter } from "./modules/clouds/extracts/router.ts";
import { cloudsRouter } from "./modules/clouds/router.ts";
import { communityExportsRouter } from "./modules/communities/exports/router.ts";
import { communityImportsRouter } from "./modules/communities/imports/router.ts";
import { communityLifeRouter } from "./modules/communities/lifecycle/router.ts";
import { communitiesRouter } from "./modules/communities/router.ts";
import { contributionsRouter } from "./modules/contributions/router.ts";
import { datasetsRouter } from "./modules/datasets/router.ts";
import { addressesRouter } from "./modules/deliveries/addresses/router.ts";
import { checksRouter } from "./modules/deliveries/checks/router.ts";
import { repairsRouter } from "./modules/deliveries/repairs/router.ts";
import { uploadsRouter } from "./modules/deliveries/uploads/router.ts";
import { domainsRouter } from "./modules/domains/router.ts";
import { elevationRouter } from "./modules/elevation/router.ts";
import { featuresRouter } from "./modules/features/router.ts";
import { filtersRouter } from "./modules/filters/router.ts";
import { followsRouter } from "./modules/follows/router.ts";
import { grantsRouter } from "./modules/grants/router.ts";
import { groupsRouter } from "./modules/groups/router.ts";
import { applicationsRouter } from "./modules/identity/applications/router.ts";
import { identityRouter } from "./modules/identity/router.ts";
import { importsRouter } from "./modules/imports/router.ts";
import { layersRouter } from "./modules/layers/router.ts";
import { mapsRouter } from "./modules/maps/router.ts";
import { requestsRouter } from "./modules/members/requests/router.ts";
import { membersRouter } from "./modules/members/router.ts";
import { modelsRouter } from "./modules/models/router.ts";
import { notificationsRouter } from "./modules/notifications/router.ts";
import { organisationsRouter } from "./modules/organisations/router.ts";
import { portalsRouter } from "./modules/portals/router.ts";
import { presenceRouter } from "./modules/presence/router.ts";
import { processingRouter } from "./modules/processing/router.ts";
import { qualityRouter } from "./modules/quality/router.ts";
import { reportsRouter } from "./modules/reports/router.ts";
import { searchRouter } from "./modules/search/router.ts";
import { siteLegalRouter } from "./modules/site/legal/router.ts";
import { siteMediaRouter } from "./modules/site/media/router.ts";
import { siteNavigationRouter } from "./modules/site/navigation/router.ts";
import { sitePagesRouter } from "./modules/site/pages/router.ts";
import { siteRouter } from "./modules/site/router.ts";
import { updatesRouter } from "./modules/updates/router.ts";
import { usageRouter } from "./modules/usage/router.ts";
import { visitsRouter } from "./modules/visits/router.ts";
import { router } from "./trpc/procedures.ts";

/** The table of contents of the API. */
export const appRouter = router({
  access: accessRouter,
  addresses: addressesRouter,
  alerts: alertsRouter,
  answers: answersRouter,
  attachments: attachmentsRouter,
  bin: binRouter,
  audit: auditRouter,
  checks: checksRouter,
  cloudExtracts: cloudExtractsRouter,
  clouds: cloudsRouter,
  communities: communitiesRouter,
  communityExports: communityExportsRouter,
  communityImports: communityImportsRouter,
  communityLife: communityLifeRouter,
  contributions: contributionsRouter,
  datasets: datasetsRouter,
  domains: domainsRouter,
  elevation: elevationRouter,
  features: featuresRouter,
  filters: filtersRouter,
  follows: followsRouter,
  grants: grantsRouter,
  groups: groupsRouter,
  identity: identityRouter,
  applications: applicationsRouter,
  imports: importsRouter,
  jobs: jobsRouter,
  layers: layersRouter,
  maps: mapsRouter,
  members: membersRouter,
  models: modelsRouter,
  notifications: notificationsRouter,
  organisations: organisationsRouter,
  portals: portalsRouter,
  presence: presenceRouter,
  processing: processingRouter,
  quality: qualityRouter,
  repairs: repairsRouter,
  reports: reportsRouter,
  requests: requestsRouter,
  search: searchRouter,
  site: siteRouter,
  siteLegal: siteLegalRouter,
  siteMedia: siteMediaRouter,
  siteNavigation: siteNavigationRouter,
  sitePages: sitePagesRouter,
  updates: updatesRouter,
  uploads: uploadsRouter,
  usage: usageRouter,
  visits: visitsRouter,
});

export type AppRouter = typeof appRouter;
