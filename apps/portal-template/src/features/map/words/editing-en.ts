import contributions from "@archipel/i18n/messages/contributions/en.json" with { type: "json" };
import errors from "@archipel/i18n/messages/errors/en.json" with { type: "json" };
import follows from "@archipel/i18n/messages/follows/en.json" with { type: "json" };
import maps from "@archipel/i18n/messages/maps/en.json" with { type: "json" };
import presence from "@archipel/i18n/messages/presence/en.json" with { type: "json" };

const words = { contributions, errors, follows, presence, maps: { save: maps.save, view: maps.view, edit: maps.edit } };

/** What people read who can edit, or propose an edit with a report. */
export const editing = words;
