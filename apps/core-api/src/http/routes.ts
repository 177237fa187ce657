import { access } from "./access/routes.ts";
import { accountArchive } from "./account-exports.ts";
import { altimetry } from "./altimetry/routes.ts";
import { type BasemapParts, basemapDetail, basemapOverview, basemapTile, openBasemap } from "./basemap.ts";
import { htmlForm, streamedFile, trpcBody, unreadPieces } from "./bodies.ts";
import { findingsAs, namedCheck } from "./check-reports.ts";
import { communities } from "./communities/routes.ts";
import { downloads } from "./downloads/routes.ts";
import { namedUpload, uploadedFile } from "./downloads/uploads.ts";
import { followContent } from "./events/content.ts";
import { type EventParts, follow as followEvents, openEvents } from "./events/follow.ts";
import { extracts } from "./extracts/routes.ts";
import { feeds } from "./feeds/routes.ts";
import { askToConfirm, confirmFollowing, sendFollowError } from "./follow.ts";
import { importFile, namedCommunity } from "./imports.ts";
import { isMailboxOpen, mail, mailbox, mailContent } from "./mailbox.ts";
import { ogc } from "./ogc/routes.ts";
import { hub, oidc, sites } from "./oidc/routes.ts";
import {
  answerKeys,
  assertMapParameters,
  assertReportParameters,
  mapOfReport,
  openReports,
  placeReport,
  printedReport,
  type ReportParts,
  reportSchemaFile,
} from "./place-report.ts";
import { platform } from "./platform.ts";
import { portals } from "./portals.ts";
import { processingFile } from "./processing-files.ts";
import { type Protocol, protocol } from "./protocol.ts";
import { communityOfRaster, rasterAsked, rasterPreview } from "./raster-previews.ts";
import { keepReportFile, portalNamed, reportFile } from "./report-files.ts";
import { ANY_METHOD, type CoreAlone, coreAlone, inParts, layerInPath } from "./route.ts";
import { sprite } from "./sprites.ts";
import { stac } from "./stac/routes.ts";
import { readStyleFile } from "./style-files.ts";
import { layerOfTiles, openTiles, TILE_ROUTE, type TileParts, tile, tileAsked, tileJson } from "./tiles.ts";
import { procedureCall } from "./trpc.ts";
import { askToStop, sendUnfollowError, stopFollowing } from "./unfollow.ts";
import {
  beginUpload,
  continueUpload,
  type NamedUpload,
  newUpload,
  openUploads,
  ownUpload,
  type UploadParts,
  uploadProgress,
} from "./uploads.ts";
import { portalVerified, sendVerifyError, verification } from "./verification.ts";
import { visits } from "./visits/routes.ts";

// All routes of core-api. A line says who may use the route and what it costs; the gate checks that before the handler runs.

const trpc = protocol<CoreAlone>({
  about: "The typed API of portal and admin, and of producers' programs. Each call has a permission and a cost of its own.",
  body: trpcBody,
  open: coreAlone,
  routes: [
    { method: ANY_METHOD, path: "/trpc/:path", permission: "procedures.call", callers: "unasked", cost: "light", handler: procedureCall },
  ],
});

const mails = protocol<CoreAlone>({
  about: "The mails of an instance without SMTP, for a browser on the same machine.",
  isReachable: isMailboxOpen,
  open: coreAlone,
  routes: [
    { method: "GET", path: "/mailbox", permission: "mailbox.read", callers: "unasked", cost: "light", handler: mailbox },
    { method: "GET", path: "/mailbox/:id", permission: "mailbox.read", callers: "unasked", cost: "light", handler: mail },
    { method: "GET", path: "/mailbox/:id/content", permission: "mailbox.read", callers: "unasked", cost: "light", handler: mailContent },
  ],
});

const reports = protocol<CoreAlone>({
  about: "Files of reports. A file is stored first, and the report then names it; moderators may hide it later.",
  body: streamedFile,
  open: coreAlone,
  routes: [
    {
      method: "POST",
      path: "/reports/files",
      permission: "reports.send",
      callers: "session",
      cost: "write",
      receives: true,
      portal: portalNamed,
      handler: keepReportFile,
    },
    {
      method: "GET",
      path: "/reports/:reportId/files/:fileId",
      permission: "reports.visit",
      callers: "session",
      cost: "list",
      ids: { reportId: "report-file-not-found", fileId: "report-file-not-found" },
      handler: reportFile,
    },
  ],
});

/** Common settings for the files of an upload. */
const ofUpload = { callers: "session", ...inParts, ids: { uploadId: "upload-not-found" }, community: namedUpload } as const;
const ofCheck = { callers: "session", cost: "file", ids: { checkId: "check-not-found" }, community: namedCheck } as const;

const deliveries = protocol<CoreAlone>({
  about: "What producers take home from a delivery: the file as uploaded or as repaired, the findings of a check, a raster's picture.",
  open: coreAlone,
  routes: [
    {
      method: "GET",
      path: "/downloads/uploads/:uploadId/original",
      permission: "uploads.publish",
      ...ofUpload,
      handler: uploadedFile("original"),
    },
    {
      method: "GET",
      path: "/downloads/uploads/:uploadId/repaired",
      permission: "uploads.read",
      ...ofUpload,
      handler: uploadedFile("repaired"),
    },
    { method: "GET", path: "/checks/:checkId/report.csv", permission: "checks.read", ...ofCheck, handler: findingsAs("csv") },
    { method: "GET", path: "/checks/:checkId/report.jsonl", permission: "checks.read", ...ofCheck, handler: findingsAs("jsonl") },
    {
      method: "GET",
      path: "/rasters/:communityId/:uploadId",
      permission: "uploads.read",
      callers: "session",
      cost: "light",
      parse: rasterAsked,
      community: communityOfRaster,
      handler: rasterPreview,
    },
  ],
});

export const tiles = protocol<TileParts>({
  about: "Vector tiles of layers, and their TileJSON 3. An impossible tile is 404 before any SQL, a known one 304, an empty one 204.",
  open: openTiles,
  routes: [
    {
      method: "GET",
      path: "/tiles/:file",
      permission: "layers.view",
      callers: "any-key",
      service: "tiles",
      cost: "light",
      data: layerOfTiles,
      handler: tileJson,
    },
    {
      method: "GET",
      path: TILE_ROUTE,
      permission: "layers.view",
      callers: "any-key",
      service: "tiles",
      cost: "tile",
      parse: tileAsked,
      data: layerInPath,
      handler: tile,
    },
  ],
});

const events = protocol<EventParts>({
  about: "Server-sent events: edits of layers, who is at work on a contribution, a person's new notices; for portals, changed content.",
  open: openEvents,
  routes: [
    { method: "GET", path: "/events", permission: "live.follow", callers: "session", cost: "list", handler: followEvents },
    { method: "GET", path: "/events/content", permission: "live.follow", callers: "unasked", cost: "light", handler: followContent },
  ],
});

export const basemap = protocol<BasemapParts>({
  about: "The basemap, static tiles out of one PMTiles file, and icons and patterns of styles for other programs. Without the database.",
  open: openBasemap,
  routes: [
    { method: "GET", path: "/basemap.json", permission: "basemap.view", callers: "unasked", cost: "light", handler: basemapOverview },
    { method: "GET", path: "/basemap/detail.json", permission: "basemap.view", callers: "unasked", cost: "light", handler: basemapDetail },
    { method: "GET", path: "/basemap/:z/:x/:tile", permission: "basemap.view", callers: "unasked", cost: "light", handler: basemapTile },
    { method: "GET", path: "/sprites/:file", permission: "basemap.view", callers: "unasked", cost: "light", handler: sprite },
  ],
});

/** A report reads layers as a search does, and has its lanes. */
const ofPlace = {
  method: "GET",
  permission: "answers.view",
  callers: "session",
  cost: "search",
  parse: assertReportParameters,
  portal: portalNamed,
} as const;

const answers = protocol<ReportParts>({
  about: "What applies at a place, as JSON or PDF: its four lists, and the JSON Schema of such a report. Places are not logged.",
  open: openReports,
  routes: [
    { ...ofPlace, path: "/report", handler: placeReport },
    { ...ofPlace, path: "/report.pdf", handler: printedReport },
    { ...ofPlace, path: "/report.svg", parse: assertMapParameters, handler: mapOfReport },
    {
      method: "GET",
      path: "/report/schema.json",
      permission: "answers.view",
      callers: "unasked",
      cost: "light",
      handler: reportSchemaFile,
    },
    {
      method: "GET",
      path: "/.well-known/answer-keys.json",
      permission: "answers.view",
      callers: "unasked",
      cost: "light",
      handler: answerKeys,
    },
  ],
});

const verifications = protocol<CoreAlone>({
  about: "The page behind the QR code of a printed report: its answer, computed again for any visitor, is the same or has changed.",
  errors: sendVerifyError,
  open: coreAlone,
  routes: [
    {
      method: "GET",
      path: "/verify",
      permission: "answers.view",
      callers: "unasked",
      cost: "search",
      portal: portalVerified,
      handler: verification,
    },
  ],
});

const unfollow = protocol<CoreAlone>({
  about: "The link of a mail that stops what its person follows, without signing in; its signature says who that is.",
  body: htmlForm,
  errors: sendUnfollowError,
  open: coreAlone,
  routes: [
    { method: "GET", path: "/unfollow", permission: "follows.stop", callers: "unasked", cost: "light", handler: askToStop },
    { method: "POST", path: "/unfollow", permission: "follows.stop", callers: "unasked", cost: "write", handler: stopFollowing },
  ],
});

const follow = protocol<CoreAlone>({
  about: "The link of the mail that asks a guest whether they follow a place; its signature says which request it is.",
  body: htmlForm,
  errors: sendFollowError,
  open: coreAlone,
  routes: [
    { method: "GET", path: "/follow", permission: "follows.ask", callers: "unasked", cost: "light", handler: askToConfirm },
    { method: "POST", path: "/follow", permission: "follows.ask", callers: "unasked", cost: "write", handler: confirmFollowing },
  ],
});

const processings = protocol<CoreAlone>({
  about: "The file that a processing made, for the contributors of the community that ran it.",
  open: coreAlone,
  routes: [
    {
      method: "GET",
      path: "/processings/:runId/file",
      permission: "processing.download",
      callers: "any-key",
      service: "downloads",
      ...inParts,
      ids: { runId: "processing-file-not-found" },
      handler: processingFile,
    },
  ],
});

const toUpload = { permission: "uploads.create", callers: "community-key", service: "uploads", cost: "write" } as const;
const toOwnUpload = { ...toUpload, ids: { uploadId: "upload-not-found" }, community: ownUpload } as const;

const uploads = protocol<UploadParts, NamedUpload>({
  about: "Resumable uploads (tus 1.0). A killed process loses no byte that it acknowledged; an upload waits a week for the next.",
  body: unreadPieces,
  open: openUploads,
  routes: [
    { method: "POST", path: "/uploads", ...toUpload, community: newUpload, handler: beginUpload },
    { method: "HEAD", path: "/uploads/:uploadId", ...toOwnUpload, handler: uploadProgress },
    { method: ["PATCH", "DELETE"], path: "/uploads/:uploadId", ...toOwnUpload, handler: continueUpload },
  ],
});

const imports = protocol<CoreAlone>({
  about: "A file of edits of a layer, or of its style, in one request: it is small, and its author is there to send it again.",
  body: streamedFile,
  open: coreAlone,
  routes: [
    {
      method: "POST",
      path: "/imports",
      permission: "contributions.create",
      callers: "session",
      cost: "write",
      receives: true,
      community: namedCommunity,
      handler: importFile,
    },
    {
      method: "POST",
      path: "/imports/styles",
      permission: "layers.manage",
      callers: "session",
      cost: "write",
      receives: true,
      community: namedCommunity,
      handler: readStyleFile,
    },
  ],
});

const accounts = protocol<CoreAlone>({
  about: "The archive of a person's own data, for the person while it is kept.",
  open: coreAlone,
  routes: [
    {
      method: "GET",
      path: "/account/exports/:exportId",
      permission: "identity.edit",
      callers: "session",
      isOwn: true,
      cost: "file",
      ids: { exportId: "export-not-found" },
      handler: accountArchive,
    },
  ],
});

/** The route table, by protocol. */
export const protocols: readonly Protocol[] = [
  platform,
  trpc,
  oidc,
  hub,
  sites,
  mails,
  accounts,
  portals,
  communities,
  reports,
  deliveries,
  tiles,
  events,
  basemap,
  downloads,
  access,
  extracts,
  answers,
  verifications,
  unfollow,
  follow,
  feeds,
  processings,
  ogc,
  stac,
  uploads,
  imports,
  visits,
  altimetry,
];
