/**
 * What a column holds:
 * - `personal`: it names or describes a person
 * - `pseudonymous`: an id or a keyed hash that of a person
 * - `content`: what people or communities publish
 * - `secret`: what opens something, such as the hash of a key
 * - `technical`: anything else
 */
export type ColumnClass = "personal" | "pseudonymous" | "content" | "secret" | "technical";

/** By table: one class for all its columns, or the names of its columns by class. */
export type ColumnClasses = Readonly<Record<string, ColumnClass | Readonly<Partial<Record<ColumnClass, string>>>>>;

/** The columns of the tables that say nothing about people. */
export const TABLES_WITHOUT_PEOPLE: ColumnClasses = {
  answer_keys: { secret: "sealed_key", technical: "id public_key created_at ended_at" },
  answer_links: { content: "id place", technical: "portal_id community_id made_on opened_on printed_on" },
  check_findings: {
    content: "file feature_id place params repair",
    technical: "check_id sequence community_id group_number code level file_model table_name field row bbox",
  },
  content_changes: "technical",
  contribution_edits: {
    content: "fields geom reason",
    technical: "id community_id contribution_id layer_id operation fid base_version has_geometry merged_version position updated_at",
  },
  dataset_attachments: {
    content: "path file_name title",
    technical:
      "id community_id dataset_id upload_id media_type size sha256 object_key position created_at raster preview_key cloud revision layer_id",
  },
  address_rows: {
    content: "typed label candidates record",
    technical: "community_id upload_layer_id position state lon lat score source",
  },
  edit_import_rows: {
    content: "fields geom",
    technical: "community_id import_id position mark operation is_absent fid base_version has_geometry",
  },
  edit_rules: "technical",
  elevation_models: "technical",
  organisations: { content: "name_fr name_en description", technical: "id created_at" },
  groups: { content: "name description", technical: "id community_id created_at erase_at" },
  job_logs: { content: "params", technical: "id community_id job_id attempt level code at" },
  layer_answers: {
    content: "area",
    technical:
      "layer_id community_id model standard_table tags coverage communes accuracy_m scale_denominator captured stale_after_days documents updated_at",
  },
  layers: {
    content: "name title gazetteer texts",
    technical:
      "id community_id dataset_id kind table_name geometry_type srid fields style feature_count bbox min_zoom max_zoom revision position status created_at updated_at",
  },
  object_references: "technical",
  outbox_readers: "technical",
  outbox_retries: "technical",
  portal_alerts: "technical",
  portal_answers: "technical",
  portal_datasets: "technical",
  portal_domains: {
    secret: "token",
    technical:
      "id community_id portal_id host state proved_at checked_at failing_since warned_at next_check_at found was_primary created_at",
  },
  portal_hosts: "technical",
  portal_openings: "technical",
  portal_templates: {
    content: "name description theme tagline content pictures",
    technical: "id community_id base_theme locales size is_shared created_at updated_at",
  },
  quality_labels: { content: "name_fr name_en meaning_fr meaning_en rule", technical: "id community_id colour position created_at" },
  quality_rules: "technical",
  quality_sheets: "technical",
  released_objects: "technical",
  report_settings: "technical",
  saved_themes: { content: "name theme", technical: "id community_id portal_id base_theme created_at" },
  search_entries: "content",
  search_layers: "content",
  search_names: "content",
  search_parts: "content",
  search_words: "content",
  sign_in_providers: {
    content: "name",
    secret: "sealed_secret",
    technical:
      "id issuer client_id client_auth scopes uses_pkce userinfo_algorithm wants_amr wanted_acr second_step_values email_domains trusts_addresses is_on created_at updated_at",
  },
  site_old_homes: { content: "content", technical: "portal_id community_id converted_at" },
  site_redirects: { content: "path link", technical: "id community_id portal_id made_by created_at" },
  upload_findings: {
    content: "params",
    technical: "id community_id upload_id upload_layer_id rule severity feature_index field point occurrences",
  },
  upload_layers: {
    content: "name",
    technical: "id community_id upload_id position source geometry_type feature_count fields crs chosen_srid encoding extent layer_id",
  },
  validation_models: { content: "title", technical: "id community_id key version erase_at created_at updated_at" },
  visit_counts: "technical",
  visit_secrets: { secret: "secret", technical: "day" },
};
