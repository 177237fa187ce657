import { randomUUID } from "node:crypto";
import type { ActorName, CommunityName, World } from "./tenancy-world.ts";

/** A row that every check constraint accepts, owned by the community. */
export function newRow(world: World, table: string, actor: ActorName, community: CommunityName): { columns: string; values: unknown[] } {
  const {
    id: communityId,
    publicDataset,
    livePortal,
    layer,
    upload,
    job,
    contribution,
    report,
    otherReports,
    label,
  } = world.communities[community];
  const id = randomUUID();
  const stranger = world.users.stranger;
  const me = world.users[actor] ?? null;
  const rows: Record<string, [columns: string, values: unknown[]]> = {
    users: ["id, email, name", [id, `${id}@example.org`, "x"]],
    api_keys: ["id, user_id, name, scope, secret_hash, expires_at", [id, me ?? stranger, "x", "read", id, new Date()]],
    community_keys: ["id, community_id, created_by_id, name, scope, secret_hash", [id, communityId, stranger, "x", "read", id]],
    applications: ["id, community_id, name, kind, redirect_uris, scopes", [id, communityId, "x", "public", [], []]],
    application_grants: [
      "id, client_id, user_id, grant_id, grant_key, scopes, expires_at",
      [id, "x", me ?? stranger, id, id, [], new Date()],
    ],
    key_uses: ["key_id, user_id, day, service, calls", [id, me ?? stranger, new Date(), "tiles", 1]],
    layer_answers: ["layer_id, community_id", [layer, communityId]],
    portal_answers: ["portal_id, community_id", [livePortal, communityId]],
    answer_overrides: [
      "id, portal_id, community_id, pack, pack_version, rule_key, change, author_id",
      [id, livePortal, communityId, "x", "1", id, "{}", me ?? stranger],
    ],
    answer_rule_events: [
      "id, portal_id, community_id, pack, pack_version, rule_key, act, change, actor_id",
      [id, livePortal, communityId, "x", "1", "x", "drafted", "{}", me ?? stranger],
    ],
    answer_examples: [
      "id, portal_id, community_id, pack, rule_key, label, place, expected, author_id",
      [id, livePortal, communityId, "x", "x", "x", "{}", "[]", me ?? stranger],
    ],
    answer_links: ["portal_id, id, community_id, place", [livePortal, "xew0000000000", communityId, "{}"]],
    guest_follows: [
      "id, community_id, portal_id, email, locale, place, label, shape, subject_key",
      [id, communityId, livePortal, `${id}@example.org`, "fr", "{}", "x", "SRID=4326;POINT(0 0)", id],
    ],
    saved_maps: [
      "id, community_id, portal_id, owner_id, slug, kind, title, state",
      [id, communityId, livePortal, me ?? stranger, id, "map", "{}", "{}"],
    ],
    site_pages: ["id, community_id, portal_id, kind, slug", [id, communityId, livePortal, "page", id]],
    site_page_versions: ["id, community_id, page_id, number, content", [id, communityId, world.communities[community].sitePage, 99, "{}"]],
    site_page_previews: [
      "id, community_id, page_id, secret_hash, expires_at",
      [id, communityId, world.communities[community].sitePage, id, new Date()],
    ],
    site_media: ["id, community_id, portal_id, name, width, height, size, variants", [id, communityId, livePortal, "x", 1, 1, 1, "[]"]],
    site_parts: ["portal_id, part, community_id, content", [livePortal, "navigation", communityId, "{}"]],
    site_redirects: ["id, community_id, portal_id, path, link, made_by", [id, communityId, livePortal, id, "{}", "person"]],
    portal_alerts: ["portal_id, community_id", [world.communities[community].archivedPortal, communityId]],
    alerts: ["id, community_id, portal_id, draft", [id, communityId, livePortal, "{}"]],
    alert_revisions: [
      "id, community_id, alert_id, number, kind, content, starts_at, is_sent",
      [id, communityId, world.communities[community].alert, 99, "correction", "{}", new Date(), false],
    ],
    site_old_homes: ["portal_id, community_id, content", [world.communities[community].archivedPortal, communityId, "{}"]],
    saved_filters: ["id, community_id, user_id, kind, name, filter", [id, communityId, me ?? stranger, "reports", "new", "{}"]],
    follows: ["id, community_id, portal_id, person_id, kind", [id, communityId, livePortal, me ?? stranger, "portal"]],
    visit_counts: ["portal_id, community_id, day, kind, key, views", [livePortal, communityId, "2026-11-28", "page", id, 1]],
    visit_secrets: ["day, secret", ["2026-11-29", Buffer.from("x")]],
    visit_marks: ["portal_id, day, mark", [livePortal, "2026-11-28", Buffer.from(id)]],
    portal_openings: [
      "portal_id, community_id, locale, slug, maker, subjects, seen, cluster, read_at, answer",
      [livePortal, communityId, "fr", id, "x", `{${livePortal}}`, "1:1:", 1, new Date(), "x"],
    ],
    content_changes: ["subject, transaction, cluster", [id, "1", 1]],
    one_time_codes: ["id, user_id, purpose, code_hash, expires_at", [id, stranger, "reset", id, new Date()]],
    second_factors: ["id, user_id, sealed_secret", [id, stranger, "{}"]],
    recovery_codes: ["id, user_id, code_hash", [id, stranger, id]],
    passkeys: ["id, user_id, credential_id, public_cose, name", [id, stranger, id, Buffer.from("x"), "x"]],
    passkey_challenges: ["place, challenge, expires_at", [id, "x", new Date()]],
    answer_keys: ["id, public_key, sealed_key, ended_at", [id, "{}", "{}", new Date()]],
    sign_in_providers: ["id, name, issuer, client_id, sealed_secret", [id, "{}", "https://x.example", "x", "{}"]],
    linked_identities: ["id, user_id, provider_id, subject", [id, stranger, id, id]],
    provider_sign_ins: ["id, provider_id, client_id, browser_hash, sealed_secret, expires_at", [id, id, "x", "x", "{}", new Date()]],
    hub_sessions: ["session_uid, user_id", [id, stranger]],
    oidc_payloads: ["id, model, payload", [id, "Session", "{}"]],
    try_counters: ["key, taken, most, ends_at", [id, 1, 1, new Date()]],
    mails: ["id, recipient, subject, html, text", [id, "x@example.org", "x", "x", "x"]],
    search_entries: ["layer_id, fid, community_id, kind, label, lon, lat", [layer, 99, communityId, "place", "x", 0, 0]],
    search_names: ["layer_id, key, community_id, kind, label, lon, lat, sort_key", [layer, "99", communityId, "place", "x", 0, 0, "x"]],
    search_parts: ["layer_id, fid, community_id, key, lon, lat", [layer, 99, communityId, "x", 0, 0]],
    search_words: ["layer_id, word, community_id, entries, version", [layer, "y", communityId, 1, 1]],
    search_layers: ["layer_id, community_id, format", [world.communities[community].unindexedLayer, communityId, 1]],
    communities: ["id, slug, name", [id, id, "x"]],
    memberships: ["id, community_id, user_id, role", [id, communityId, stranger, "member"]],
    invitations: [
      "id, community_id, email, role, code_hash, invited_by_id, expires_at",
      [id, communityId, `${id}@example.org`, "member", id, stranger, new Date()],
    ],
    member_requests: ["id, community_id, user_id, wanted_role, reason", [id, communityId, stranger, "member", "x"]],
    grants: ["id, community_id, dataset_id, user_id", [id, communityId, publicDataset, stranger]],
    groups: ["id, community_id, name", [id, communityId, id]],
    group_members: ["id, community_id, group_id, user_id", [id, communityId, world.communities[community].group, stranger]],
    group_invitations: [
      "id, community_id, group_id, email, code_hash, invited_by_id, expires_at",
      [id, communityId, world.communities[community].group, `${id}@example.org`, id, stranger, new Date()],
    ],
    organisations: ["id, name_fr, name_en", [id, id, id]],
    organisation_members: ["id, organisation_id, user_id, role", [id, id, stranger, "reader"]],
    organisation_invitations: [
      "id, organisation_id, email, role, code_hash, invited_by_id, expires_at",
      [id, id, `${id}@example.org`, "reader", id, stranger, new Date()],
    ],
    organisation_agreements: ["id, organisation_id, community_id, proposed_by", [id, id, communityId, "community"]],
    access_requests: ["id, community_id, dataset_id, user_id, reason", [id, communityId, publicDataset, stranger, "x"]],
    community_exports: ["id, community_id, requested_by_id", [id, communityId, me ?? stranger]],
    community_imports: ["id, requested_by_id, file_name, size", [id, me ?? stranger, "x", 1]],
    account_exports: ["id, user_id, client_id", [id, stranger, "x"]],
    portals: ["id, community_id, slug, name, base_theme, view", [id, communityId, id, "x", "neutral", "{}"]],
    portal_domains: ["id, portal_id, community_id, host, token", [id, livePortal, communityId, `${id}.example.org`, id]],
    portal_hosts: ["host, portal_id, community_id", [`${id}.example.org`, livePortal, communityId]],
    portal_datasets: ["portal_id, dataset_id, community_id", [livePortal, publicDataset, communityId]],
    saved_themes: ["id, community_id, name, base_theme", [id, communityId, id, "neutral"]],
    portal_templates: ["id, community_id, name, base_theme, locales, content", [id, communityId, id, "neutral", "{fr}", "{}"]],
    datasets: ["id, community_id, slug, title", [id, communityId, id, "x"]],
    layers: [
      "id, community_id, dataset_id, name, title, table_name, geometry_type, srid, fields",
      [id, communityId, publicDataset, id, "x", `l_${id.replaceAll("-", "")}`, "Point", 4326, "[]"],
    ],
    dataset_attachments: [
      "id, community_id, dataset_id, path, file_name, title, media_type, size, sha256, object_key",
      [id, communityId, publicDataset, id, "x", "x", "text/plain", 1, "x", "x"],
    ],
    cloud_extracts: [
      "id, community_id, dataset_id, layer_id, user_id, secret_hash, sender_hash, locale, request, is_small",
      [id, communityId, publicDataset, layer, me, id, "x", "fr", "{}", true],
    ],
    cloud_revisions: [
      "id, community_id, attachment_id, revision, file_name, size, object_key, cloud",
      [id, communityId, attachmentOf(world, community), 99, "x", 1, "x", "{}"],
    ],
    elevation_revisions: [
      "id, community_id, attachment_id, revision, file_name, size, object_key, raster",
      [id, communityId, attachmentOf(world, community), 99, "x", 1, "x", "{}"],
    ],
    elevation_models: ["layer_id, community_id, product, method, resolution", [layer, communityId, "dtm", "tin", 1]],
    layer_revisions: ["layer_id, revision, community_id", [layer, 99, communityId]],
    layer_updates: ["id, community_id, layer_id, file_name, way", [id, communityId, layer, "x", "append"]],
    uploads: ["id, community_id, created_by_id, file_name, size", [id, communityId, stranger, "x", 1]],
    upload_layers: [
      "id, community_id, upload_id, position, name, source, geometry_type, feature_count, fields, crs",
      [id, communityId, upload, 9, "x", "{}", "Point", 0, "[]", "{}"],
    ],
    address_rows: [
      "community_id, upload_layer_id, position, typed, state, record",
      [communityId, world.communities[community].uploadLayer, 99, "x", "doubtful", "{}"],
    ],
    upload_findings: ["id, community_id, upload_id, rule, severity", [id, communityId, upload, "x", "info"]],
    validation_models: ["id, community_id, key, title", [id, communityId, id, "{}"]],
    validation_model_versions: [
      "model_id, version, community_id, definition",
      [world.communities[community].validationModel, 99, communityId, "{}"],
    ],
    checks: ["id, community_id, upload_id, model_key, model_title, created_by_id", [id, communityId, upload, "x", "{}", me ?? stranger]],
    check_findings: [
      "check_id, sequence, community_id, group_number, code, level",
      [world.communities[community].check, 99, communityId, 0, "x", "INFO"],
    ],
    upload_repairs: [
      "upload_id, position, community_id, revision, model_key, operation, author_id",
      [upload, 99, communityId, 1, "x", "{}", me ?? stranger],
    ],
    jobs: ["id, community_id, kind, subject_id, created_by_id", [id, communityId, "check-upload", upload, stranger]],
    job_logs: ["community_id, job_id, code", [communityId, job, "x"]],
    processing_runs: [
      "id, community_id, processing, version, parameters, sources, title, created_by_id",
      [id, communityId, "x", 1, "{}", "[]", "x", stranger],
    ],
    edit_rules: ["dataset_id, community_id", [publicDataset, communityId]],
    quality_rules: ["dataset_id, community_id", [publicDataset, communityId]],
    quality_sheets: ["dataset_id, community_id", [publicDataset, communityId]],
    feature_confirmations: ["layer_id, fid, community_id, confirmed_by_id", [layer, 99, communityId, me ?? id]],
    quality_labels: ["id, community_id, name_fr, rule", [id, communityId, "x", "{}"]],
    quality_label_awards: ["id, label_id, dataset_id, community_id, state", [id, label, publicDataset, communityId, "barred"]],
    quality_label_votes: ["label_id, dataset_id, user_id, community_id, is_for", [label, publicDataset, me ?? stranger, communityId, true]],
    dataset_ratings: ["id, dataset_id, community_id, user_id, stars", [id, publicDataset, communityId, me ?? stranger, 5]],
    contributions: ["id, community_id, dataset_id, author_id, title", [id, communityId, publicDataset, me, "x"]],
    edit_imports: [
      "id, community_id, layer_id, author_id, file_name, size, object_key",
      [id, communityId, layer, me ?? stranger, "x", 1, "x"],
    ],
    edit_import_rows: [
      "community_id, import_id, position, operation",
      [communityId, world.communities[community].editImport, 99, "insert"],
    ],
    contribution_edits: ["id, community_id, contribution_id, layer_id, operation", [id, communityId, contribution, layer, "insert"]],
    contribution_reviews: ["id, community_id, contribution_id, reviewer_id, verdict", [id, communityId, contribution, me ?? id, "approve"]],
    contribution_comments: ["id, community_id, contribution_id, author_id, body", [id, communityId, contribution, me ?? id, "x"]],
    report_settings: ["community_id, days_to_answer", [communityId, 7]],
    report_themes: ["id, community_id, name", [id, communityId, "{}"]],
    reports: ["id, request_id, community_id, number, body, place", [id, id, communityId, 99, "x", "SRID=4326;POINT(0 0)"]],
    report_entries: ["id, community_id, report_id, kind, is_internal, author_id", [id, communityId, report, "note", true, me]],
    report_pairs_apart: ["one_id, other_id, community_id", [report, otherReports[1], communityId]],
    report_files: [
      "id, community_id, report_id, sender_hash, name, media_type, size, storage_key",
      [id, communityId, report, "x", "x", "text/plain", 1, "x"],
    ],
    audit_entries: ["id, community_id, actor_id, action, resource_type, resource_id", [id, communityId, me, "x", "x", "x"]],
    outbox_events: ["community_id, topic, payload", [communityId, "x", "{}"]],
    notices: [
      "id, community_id, person_id, kind, subject_type, subject_id",
      [id, communityId, me ?? stranger, "contribution-merged", "contribution", contribution],
    ],
    notice_preferences: ["person_id, community_id, mail", [me ?? stranger, communityId, "none"]],
    object_references: ["key, owner_table, owner_id", [id, "x", id]],
    released_objects: ["key", [id]],
    outbox_readers: ["name, top", [id, 0]],
    outbox_retries: ["reader, sequence, due_at, error", ["x", 1, new Date(), "x"]],
  };
  const row = rows[table];
  if (!row) throw new Error(`the test has no row to insert into ${table}`);
  return { columns: row[0], values: row[1] };
}

/** An attachment of the community's public dataset. */
function attachmentOf({ rows }: World, community: CommunityName): string | undefined {
  const found = [...(rows.get("dataset_attachments") ?? [])].find(([, row]) => row.community === community && row.kind === "public");
  return found?.[0];
}
