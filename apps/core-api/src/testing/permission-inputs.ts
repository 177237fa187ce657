import { access } from "./permission-inputs/access.ts";
import { alerts } from "./permission-inputs/alerts.ts";
import { answers } from "./permission-inputs/answers.ts";
import { applications } from "./permission-inputs/applications.ts";
import { attachments } from "./permission-inputs/attachments.ts";
import { audit } from "./permission-inputs/audit.ts";
import { bin } from "./permission-inputs/bin.ts";
import { clouds } from "./permission-inputs/clouds.ts";
import { communities } from "./permission-inputs/communities.ts";
import { contributions } from "./permission-inputs/contributions.ts";
import { datasets } from "./permission-inputs/datasets.ts";
import { deliveries } from "./permission-inputs/deliveries.ts";
import { domains } from "./permission-inputs/domains.ts";
import { elevation } from "./permission-inputs/elevation.ts";
import { features } from "./permission-inputs/features.ts";
import { filters } from "./permission-inputs/filters.ts";
import { follows } from "./permission-inputs/follows.ts";
import { grants } from "./permission-inputs/grants.ts";
import { groups } from "./permission-inputs/groups.ts";
import { identity } from "./permission-inputs/identity.ts";
import { imports } from "./permission-inputs/imports.ts";
import type { InputOf } from "./permission-inputs/input.ts";
import { jobs } from "./permission-inputs/jobs.ts";
import { layers } from "./permission-inputs/layers.ts";
import { live } from "./permission-inputs/live.ts";
import { maps } from "./permission-inputs/maps.ts";
import { members } from "./permission-inputs/members.ts";
import { models } from "./permission-inputs/models.ts";
import { notifications } from "./permission-inputs/notifications.ts";
import { organisations } from "./permission-inputs/organisations.ts";
import { portals } from "./permission-inputs/portals.ts";
import { processing } from "./permission-inputs/processing.ts";
import { quality } from "./permission-inputs/quality.ts";
import { reports } from "./permission-inputs/reports.ts";
import { requests } from "./permission-inputs/requests.ts";
import { search } from "./permission-inputs/search.ts";
import { site } from "./permission-inputs/site.ts";
import { updates } from "./permission-inputs/updates.ts";
import { usage } from "./permission-inputs/usage.ts";
import { visits } from "./permission-inputs/visits.ts";

/** An input for each procedure that succeeds for a caller with the right, by noun. */
export const inputs: Record<string, InputOf> = {
  ...access,
  ...alerts,
  ...answers,
  ...applications,
  ...attachments,
  ...audit,
  ...clouds,
  ...communities,
  ...contributions,
  ...datasets,
  ...deliveries,
  ...domains,
  ...elevation,
  ...features,
  ...filters,
  ...follows,
  ...grants,
  ...groups,
  ...identity,
  ...imports,
  ...jobs,
  ...layers,
  ...live,
  ...maps,
  ...members,
  ...models,
  ...notifications,
  ...organisations,
  ...portals,
  ...processing,
  ...quality,
  ...reports,
  ...requests,
  ...search,
  ...site,
  ...bin,
  ...updates,
  ...usage,
  ...visits,
};
