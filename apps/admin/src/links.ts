/** Every address of the console. Slugs and ids are URL-safe by contract; anything else is encoded here. */
export const links = {
  home: () => "/",
  account: () => "/account",
  help: (topic = "") => (topic ? `/help/${encodeURIComponent(topic)}` : "/help"),
  invitation: (code: string) => `/invitations/${encodeURIComponent(code)}`,
  community: (community: string) => `/c/${community}`,
  datasets: (community: string) => `/c/${community}/datasets`,
  dataset: (community: string, dataset: string) => `/c/${community}/datasets/${dataset}`,
  contributions: (community: string) => `/c/${community}/contributions`,
  contribution: (community: string, contribution: string) => `/c/${community}/contributions/${contribution}`,
  contributionConflicts: (community: string, contribution: string) => `/c/${community}/contributions/${contribution}/conflicts`,
  reports: (community: string, search = "") => `/c/${community}/reports${search && `?${search}`}`,
  report: (community: string, report: string) => `/c/${community}/reports/${report}`,
  reportThemes: (community: string) => `/c/${community}/reports/themes`,
  uploads: (community: string) => `/c/${community}/uploads`,
  upload: (community: string, upload: string) => `/c/${community}/uploads/${upload}`,
  /** An upload that updates a layer. */
  uploadForUpdate: (community: string, upload: string, layer: string) => `/c/${community}/uploads/${upload}?update=${layer}`,
  check: (community: string, upload: string, check: string) => `/c/${community}/uploads/${upload}/checks/${check}`,
  models: (community: string) => `/c/${community}/models`,
  model: (community: string, key: string) => `/c/${community}/models/${encodeURIComponent(key)}`,
  /** `from`: the model to copy. */
  newModel: (community: string, from = "") => `/c/${community}/models/new${from && `?from=${encodeURIComponent(from)}`}`,
  editModel: (community: string, key: string) => `/c/${community}/models/${encodeURIComponent(key)}/edit`,
  update: (community: string, update: string) => `/c/${community}/updates/${update}`,
  revisions: (community: string, dataset: string, layer: string) => `/c/${community}/datasets/${dataset}?tab=revisions&layer=${layer}`,
  processings: (community: string) => `/c/${community}/processings`,
  /** The form that makes a model of heights. @param layerId the layer of points to choose */
  makeModel: (community: string, layerId?: string) => `/c/${community}/processings/elevation${layerId ? `?layer=${layerId}` : ""}`,
  processing: (community: string, processing: string) => `/c/${community}/processings/${processing}`,
  jobs: (community: string) => `/c/${community}/jobs`,
  job: (community: string, job: string) => `/c/${community}/jobs/${job}`,
  portals: (community: string) => `/c/${community}/portals`,
  /** What a portal can begin with; the form, once `start` (a theme, a template, "blank") or a dataset is chosen. */
  newPortal: (community: string, from: { readonly start?: string; readonly dataset?: string } = {}) =>
    `/c/${community}/portals/new${Object.keys(from).length > 0 ? `?${new URLSearchParams(from)}` : ""}`,
  portal: (community: string, portal: string) => `/c/${community}/portals/${portal}`,
  sites: (community: string) => `/c/${community}/site`,
  /** The pages, menus and legal notices of a portal. */
  site: (community: string, portal: string, tab = "") => `/c/${community}/portals/${portal}/site${tab && `?tab=${tab}`}`,
  siteAlert: (community: string, portal: string, alert: string) => `/c/${community}/portals/${portal}/site/alerts/${alert}`,
  sitePage: (community: string, portal: string, page: string) => `/c/${community}/portals/${portal}/site/${page}`,
  appearance: (community: string, portal: string) => `/c/${community}/portals/${portal}/appearance`,
  addresses: (community: string, portal: string) => `/c/${community}/portals/${portal}/addresses`,
  answers: (community: string, portal: string, tab = "") => `/c/${community}/portals/${portal}/answers${tab && `?tab=${tab}`}`,
  answerRule: (community: string, portal: string, pack: string, rule: string) =>
    `/c/${community}/portals/${portal}/answers/${pack}/${encodeURIComponent(rule)}`,
  /** A rule of the portal for a value that no rule knows. `when`: its tests as JSON. */
  newAnswerRule: (
    community: string,
    portal: string,
    pack: string,
    about: { readonly theme: string; readonly source: string; readonly when: string },
  ) => `/c/${community}/portals/${portal}/answers/${pack}/new?${new URLSearchParams(about)}`,
  visits: (community: string, portal: string) => `/c/${community}/portals/${portal}/visits`,
  labels: (community: string) => `/c/${community}/labels`,
  bin: (community: string) => `/c/${community}/bin`,
  newLabel: (community: string) => `/c/${community}/labels?new=1`,
  groups: (community: string) => `/c/${community}/groups`,
  organisations: (community: string) => `/c/${community}/organisations`,
  organisation: (organisation: string) => `/organisations/${organisation}`,
  /** What the organisation's managers do in one of its communities. */
  organisationMembers: (organisation: string, community: string) => `/organisations/${organisation}/${community}/members`,
  organisationRights: (organisation: string, community: string) => `/organisations/${organisation}/${community}/rights`,
  organisationInvitation: (code: string) => `/invitations/organisations/${encodeURIComponent(code)}`,
  groupInvitation: (code: string) => `/invitations/groups/${encodeURIComponent(code)}`,
  members: (community: string) => `/c/${community}/members`,
  /** The list of members with one of them open. */
  member: (community: string, { id, name }: { readonly id: string; readonly name: string }) =>
    `/c/${community}/members?q=${encodeURIComponent(name)}&member=${id}`,
  /** The form of invitations. `people`: addresses that are typed in it. */
  inviteMember: (community: string, people = "1") => `/c/${community}/members?invite=${encodeURIComponent(people)}`,
  /** The form of a right on a dataset. `to`: the address of the person who gets it. */
  giveRight: (community: string, dataset: string, to = "") =>
    `/c/${community}/datasets/${dataset}?tab=rights&give=${encodeURIComponent(to)}`,
  keys: (community: string) => `/c/${community}/keys`,
  newKey: (community: string) => `/c/${community}/keys?new=1`,
  audit: (community: string) => `/c/${community}/audit`,
  settings: (community: string) => `/c/${community}/settings`,
  life: (community: string) => `/c/${community}/life`,
  closed: () => "/closed",
  /** Where a sign-in in a second tab ends, which then closes itself. */
  signedIn: () => "/signed-in",
  communityCopy: (communityId: string, exportId: string) => `/api/core/communities/${communityId}/exports/${exportId}`,
  communityImport: (fileName: string) => `/api/core/community-imports?name=${encodeURIComponent(fileName)}`,
  platform: () => "/platform",
  newCommunity: () => "/platform?new=1",

  /** A portal's map, on the portal's own host. */
  portalMap: (address: string) => `${address}/map`,
  /** A page of a portal, on the portal's own host; `slug` is null for the home. */
  portalPage: (address: string, locale: string, slug: string | null) => `${address}/${locale}${slug === null ? "" : `/${slug}`}`,
  /** The draft of a page, by its secret. */
  portalPreview: (address: string, locale: string, token: string, pass: string | null = null) =>
    `${address}/${locale}/preview/${encodeURIComponent(token)}${pass === null ? "" : `?pass=${encodeURIComponent(pass)}`}`,
  /** The whole map of a portal as a MapLibre style. */
  portalMapStyle: (address: string) => `${address}/map-style.json`,

  /** TileJSON of the basemap, streamed from core-api under this host. */
  basemap: (part: "world" | "detail") => (part === "world" ? "/basemap.json" : "/basemap/detail.json"),

  /** Routes of core-api, called as the signed-in person. */
  trpc: () => "/api/core/trpc",
  tus: () => "/api/core/uploads",
  layerTileJson: (layer: string) => `/api/core/tiles/${layer}.json`,
  layerTiles: (layer: string, revision: number) => `/api/core/tiles/${layer}/{z}/{x}/{y}.mvt?r=${revision}`,
  attachment: (attachment: string) => `/api/core/downloads/attachments/${attachment}`,
  layerDownload: (layer: string, format: "geojson" | "gpkg") => `/api/core/downloads/${layer}.${format}`,
  /** The stored style of a layer, for other programs. */
  layerStyleFile: (layer: string, format: "sld" | "style.json") => `/api/core/downloads/${layer}.${format}`,
  /** Where a style file of another program is read for a layer; `fields` are the columns that a person chose for names of the file. */
  styleImport: ({
    community,
    layer,
    fields,
  }: {
    readonly community: string;
    readonly layer: string;
    readonly fields: Readonly<Record<string, string>>;
  }) => `/api/core/imports/styles?${new URLSearchParams({ community, layer, fields: JSON.stringify(fields) })}`,
  datasetDownload: (dataset: string) => `/api/core/downloads/datasets/${dataset}.gpkg`,
  rasterPreview: ({ communityId, uploadId, path }: { readonly communityId: string; readonly uploadId: string; readonly path: string }) =>
    `/api/core/rasters/${communityId}/${uploadId}?path=${encodeURIComponent(path)}`,
  uploadFile: (upload: string, which: "original" | "repaired") => `/api/core/downloads/uploads/${upload}/${which}`,
  checkFindings: (check: string, format: "csv" | "jsonl", locale: string) => `/api/core/checks/${check}/report.${format}?lang=${locale}`,
  /** A photo or file of a report, by the path that core-api returns. */
  reportFile: (path: string) => `/api/core${path}`,
  /** The output file of a processing, by the path that core-api returns. */
  processingFile: (path: string) => `/api/core${path}`,
  portalPicture: (path: string) => `/api/core${path}`,
  /** A picture of a portal's pages, by the path that core-api returns. */
  sitePicture: (path: string) => `/api/core${path}`,
  siteMediaUpload: (portal: string, name: string) => `/api/core/portals/${portal}/media?name=${encodeURIComponent(name)}`,
  /** Whether a picture would be accepted: nothing changes. */
  portalPictureCheck: (portal: string, picture: string) => `/api/core/portals/${portal}/${picture}?check=1`,
  portalPictureUpload: (portal: string, picture: string) => `/api/core/portals/${portal}/${picture}`,
} as const;
