import type { ColumnClasses } from "../others/policy.ts";

/** The columns of every table that names, describes or refers to people. */
export const PEOPLE_COLUMNS: ColumnClasses = {
  access_requests: {
    personal: "reason answer",
    pseudonymous: "user_id decided_by_id",
    technical: "id community_id dataset_id layer_id portal_id permission status grant_id decided_at created_at",
  },
  account_exports: {
    personal: "archive",
    pseudonymous: "user_id",
    technical: "id client_id status attempts created_at ready_at expires_at",
  },
  alert_revisions: {
    pseudonymous: "author_id",
    content: "content area note",
    technical: "id community_id alert_id number kind starts_at ends_at published_at is_sent sent_at begun_at",
  },
  alerts: {
    pseudonymous: "updated_by_id",
    content: "draft",
    technical: "id community_id portal_id status revision published_revision_id created_at updated_at",
  },
  answer_examples: {
    pseudonymous: "author_id",
    content: "label place expected",
    technical: "id portal_id community_id pack rule_key created_at",
  },
  answer_overrides: {
    pseudonymous: "author_id reviewer_id",
    content: "change alone_reason",
    technical: "id portal_id community_id pack pack_version rule_key state updated_at",
  },
  answer_rule_events: {
    pseudonymous: "actor_id",
    content: "change alone_reason",
    technical: "id portal_id community_id pack pack_version rule_key act created_at",
  },
  api_keys: {
    personal: "name networks",
    pseudonymous: "user_id",
    secret: "secret_hash previous_hash",
    technical:
      "id scope created_at expires_at last_used_at services dataset_ids layer_ids origins previous_until reminded_at has_second_step",
  },
  application_grants: {
    pseudonymous: "user_id",
    secret: "grant_id grant_key",
    technical: "id client_id application_id community_id scopes created_at expires_at last_used_at",
  },
  applications: {
    pseudonymous: "owner_id created_by_id",
    content: "name description suspended_reason",
    technical: "id community_id kind redirect_uris scopes dataset_ids layer_ids secret_version suspended_at created_at",
  },
  audit_entries: {
    personal: "summary",
    pseudonymous: "actor_id resource_id",
    technical: "id community_id action resource_type created_at key_id organisation_id",
  },
  checks: {
    pseudonymous: "created_by_id",
    content: "model_title",
    technical:
      "id community_id upload_id model_key model_version options verdict groups created_at finished_at previous_id recipe_revision repairs",
  },
  cloud_extracts: {
    pseudonymous: "user_id sender_hash",
    content: "request made",
    secret: "secret_hash",
    technical:
      "id community_id dataset_id layer_id portal_id locale is_small status step percent attempts beat_at error object_key size created_at ready_at expires_at",
  },
  cloud_revisions: {
    pseudonymous: "author_id",
    content: "file_name changes",
    technical: "id community_id attachment_id revision size object_key cloud restores created_at report_number",
  },
  communities: {
    pseudonymous: "frozen_by_id",
    content: "name description status_reason frozen_reason",
    technical:
      "id slug plan status status_before created_at accepts_requests trusted_domains trusted_role storage_quota_bytes frozen_at erase_at erase_mails second_factor_from identity_from identity_providers identity_domains",
  },
  community_exports: {
    pseudonymous: "requested_by_id",
    technical: "id community_id parts object_key size rows created_at ready_at expires_at",
  },
  community_imports: {
    personal: "found choices",
    pseudonymous: "requested_by_id",
    content: "file_name",
    technical: "id size object_key status step done total error target_id attempts alive_at created_at finished_at",
  },
  community_keys: {
    pseudonymous: "created_by_id",
    content: "name",
    secret: "secret_hash previous_hash",
    technical:
      "id community_id scope created_at expires_at last_used_at revoked_at services dataset_ids layer_ids networks origins previous_until reminded_at has_second_step",
  },
  contribution_comments: { pseudonymous: "author_id", content: "body", technical: "id community_id contribution_id edit_id created_at" },
  contribution_reviews: {
    pseudonymous: "reviewer_id",
    content: "comment",
    technical: "id community_id contribution_id verdict created_at edits_version",
  },
  contributions: {
    pseudonymous: "author_id decided_by_id",
    content: "title message reason",
    technical: "id community_id dataset_id origin reverts_id status created_at updated_at submitted_at decided_at edits_version grant_ids",
  },
  dataset_ratings: {
    pseudonymous: "user_id hidden_by_id",
    content: "stars comment",
    technical: "id dataset_id community_id hidden_at created_at updated_at",
  },
  datasets: {
    personal: "contact_name contact_email contacts",
    content: "title abstract keywords topic lineage visibility identifier constraints produced_on revised_on texts",
    technical:
      "id community_id slug licence update_frequency is_synthetic is_shared status bbox published_at erase_at status_before created_at updated_at scale resolution language search_words",
  },
  edit_imports: {
    pseudonymous: "author_id",
    content: "file_name preview",
    technical: "id community_id layer_id size object_key choice taken_at created_at",
  },
  elevation_revisions: {
    pseudonymous: "author_id",
    content: "file_name",
    technical: "id community_id attachment_id revision size object_key preview_key raster restores created_at",
  },
  feature_confirmations: { pseudonymous: "confirmed_by_id", technical: "layer_id fid community_id confirmed_at" },
  follows: {
    personal: "place label shape subject_key",
    pseudonymous: "person_id",
    technical: "id community_id portal_id kind dataset_id created_at",
  },
  grants: {
    pseudonymous: "user_id given_by_id revoked_by_id",
    content: "area area_name purpose",
    technical:
      "id community_id permission dataset_id layer_id subject_community_id columns area_3857 inner_3857 valid_from valid_until created_at revoked_at subject_role subject_group_id subject_key_id subject_organisation_id audience reminded_at",
  },
  group_invitations: {
    personal: "email",
    pseudonymous: "invited_by_id",
    secret: "code_hash",
    technical: "id community_id group_id expires_at created_at",
  },
  group_members: { pseudonymous: "user_id", technical: "id community_id group_id created_at" },
  guest_follows: {
    personal: "email locale place label shape subject_key",
    technical: "id community_id portal_id created_at confirmed_at notified_at kind",
  },
  organisation_invitations: {
    personal: "email",
    pseudonymous: "invited_by_id",
    secret: "code_hash",
    technical: "id organisation_id role expires_at created_at",
  },
  organisation_agreements: {
    personal: "message ended_reason",
    technical:
      "id organisation_id community_id proposed_by gives_reading members_up_to gives_grants gives_figures created_at agreed_at ended_at ended_by",
  },
  organisation_members: { pseudonymous: "user_id", technical: "id organisation_id role created_at" },
  hub_sessions: { personal: "browser system", pseudonymous: "user_id", secret: "session_uid", technical: "last_used_at" },
  invitations: {
    personal: "email territory words",
    pseudonymous: "invited_by_id",
    secret: "code_hash",
    technical: "id community_id role expires_at created_at group_id",
  },
  jobs: {
    pseudonymous: "created_by_id",
    content: "subject",
    technical:
      "id community_id kind subject_id input status step done total attempts spent error created_at started_at finished_at turn key_id dataset_id upload_id",
  },
  key_uses: { pseudonymous: "key_id user_id", technical: "community_id day service calls" },
  layer_revisions: { pseudonymous: "author_id", content: "summary", technical: "layer_id revision community_id created_at" },
  layer_updates: {
    pseudonymous: "author_id",
    content: "file_name preview",
    technical: "id community_id layer_id upload_id upload_layer_id way choice restores_revision revision created_at",
  },
  linked_identities: { personal: "email", pseudonymous: "user_id subject", technical: "id provider_id created_at last_used_at" },
  mails: { personal: "recipient subject html text", technical: "id created_at" },
  member_requests: {
    personal: "wanted_role reason granted_role answer",
    pseudonymous: "user_id decided_by_id",
    technical: "id community_id portal_id status decided_at created_at",
  },
  memberships: { personal: "role territory", pseudonymous: "user_id", technical: "id community_id status created_at" },
  notice_preferences: { personal: "mail", pseudonymous: "person_id", technical: "community_id" },
  notices: {
    personal: "email locale params",
    pseudonymous: "person_id",
    technical: "id community_id portal_id kind subject_type subject_id needs created_at read_at mail_due_at mail_attempts mailed_at",
  },
  oidc_payloads: { pseudonymous: "payload", secret: "id grant_id uid user_code", technical: "model expires_at consumed_at" },
  one_time_codes: { personal: "email", pseudonymous: "user_id", secret: "code_hash", technical: "id purpose expires_at" },
  outbox_events: { pseudonymous: "payload", technical: "sequence community_id topic created_at" },
  portals: {
    pseudonymous: "frozen_by_id",
    content: "name tagline theme content frozen_reason",
    secret: "link_key",
    technical:
      "id community_id slug base_theme logo_key locales view is_view_chosen has_start_list start_skipped show_powered_by status status_before created_at updated_at reporting embedding report_review dark_logo_key icon_key share_key frozen_at erase_at erase_mails counts_visits",
  },
  processing_runs: {
    pseudonymous: "created_by_id",
    content: "title file",
    technical: "id community_id processing version parameters sources format dataset_id layer_id counts created_at finished_at",
  },
  passkey_challenges: { pseudonymous: "user_id", secret: "challenge", technical: "place expires_at" },
  passkeys: {
    personal: "name",
    pseudonymous: "user_id",
    secret: "credential_id public_cose",
    technical: "id counter transports is_synced copied_at created_at last_used_at",
  },
  provider_sign_ins: {
    personal: "email name",
    pseudonymous: "user_id subject",
    secret: "state_hash browser_hash sealed_secret",
    technical: "id provider_id step client_id is_verified is_second_step wants_link created_at expires_at",
  },
  quality_label_awards: {
    pseudonymous: "by_id",
    content: "reason",
    technical: "id label_id dataset_id community_id state started_at ended_at",
  },
  quality_label_votes: { pseudonymous: "user_id", content: "is_for", technical: "label_id dataset_id community_id voted_at" },
  recovery_codes: { pseudonymous: "user_id", secret: "code_hash", technical: "id" },
  report_entries: {
    pseudonymous: "author_id",
    content: "body detail",
    technical: "id community_id report_id kind is_internal is_reporter created_at review",
  },
  report_files: {
    pseudonymous: "sender_hash",
    content: "name",
    technical: "id community_id report_id media_type size width height storage_key thumbnail_key is_hidden created_at",
  },
  report_pairs_apart: { pseudonymous: "author_id", technical: "one_id other_id community_id created_at" },
  report_themes: { pseudonymous: "moderator_ids", content: "name help fields", technical: "id community_id portal_ids position is_active" },
  reports: {
    personal: "author_email",
    pseudonymous: "author_id assignee_id",
    content: "body values place sketch feature_label points",
    secret: "follow_hash",
    technical:
      "id request_id community_id number portal_id theme_id status dataset_id layer_id fid contribution_id author_locale due_at snoozed_until merged_into_id is_hidden reminded_at created_at updated_at closed_at review",
  },
  saved_filters: { personal: "name filter", pseudonymous: "user_id", technical: "id community_id kind created_at" },
  saved_maps: {
    pseudonymous: "owner_id",
    content: "title text chapters preview",
    technical: "id community_id portal_id slug kind status is_proposed state revision published_at created_at updated_at",
  },
  second_factors: { pseudonymous: "user_id", secret: "sealed_secret", technical: "id confirmed_at last_step created_at" },
  site_media: {
    pseudonymous: "uploaded_by_id",
    content: "name alt credit",
    technical: "id community_id portal_id is_decorative width height size variants created_at",
  },
  site_page_previews: {
    pseudonymous: "created_by_id",
    content: "note",
    secret: "secret_hash",
    technical: "id community_id page_id created_at expires_at last_used_at",
  },
  site_page_versions: {
    pseudonymous: "author_id",
    content: "content note",
    technical: "id community_id page_id number kind completeness created_at saved_at",
  },
  site_pages: {
    pseudonymous: "updated_by_id",
    technical:
      "id community_id portal_id kind slug status revision draft_version_id published_version_id scheduled_version_id published_at publish_at unpublish_at erase_at status_before created_at updated_at first_published_at is_pinned announced_at",
  },
  site_parts: { pseudonymous: "updated_by_id", content: "content", technical: "portal_id part community_id revision updated_at" },
  try_counters: { pseudonymous: "key", technical: "taken most has_refused ends_at" },
  upload_repairs: {
    pseudonymous: "author_id",
    technical: "upload_id position community_id revision undone_revision model_key model_version options operation counts created_at",
  },
  uploads: {
    pseudonymous: "created_by_id",
    content: "file_name record repaired_name repaired_lineage",
    technical:
      "id community_id dataset_id size sha256 object_key status driver error created_at updated_at documents document_count recipe_revision read_revision repaired_key rasters choices clouds",
  },
  users: {
    personal: "email name locale",
    pseudonymous: "id",
    secret: "password_hash",
    technical: "email_verified_at status is_operator created_at deletion_at",
  },
  validation_model_versions: { pseudonymous: "author_id", content: "definition", technical: "model_id version community_id created_at" },
  visit_marks: { pseudonymous: "mark", technical: "portal_id day" },
};
