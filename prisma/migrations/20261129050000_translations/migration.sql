-- Texts of datasets and layers in further languages: {"title": {"en": "…"}}. The text in the column stays the owner's, in `language`.
-- Until now nobody could say the language; the platform's default is French.
ALTER TABLE datasets ADD COLUMN language text NOT NULL DEFAULT 'fr', ADD COLUMN texts jsonb NOT NULL DEFAULT '{}',
  ADD CONSTRAINT datasets_texts_object CHECK (jsonb_typeof(texts) = 'object');
ALTER TABLE layers ADD COLUMN texts jsonb NOT NULL DEFAULT '{}', ADD CONSTRAINT layers_texts_object CHECK (jsonb_typeof(texts) = 'object');

-- The text of a column in the reader's language: `app.text_in(d.texts, 'title', 'en', d.title)`.
CREATE FUNCTION app.text_in(texts jsonb, key text, reader text, written text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE
  RETURN coalesce(nullif(texts->key->>reader, ''), written);

-- All translations of one text, or of all texts whose keys begin so, as words to search.
CREATE FUNCTION app.translated_words(texts jsonb, prefix text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT coalesce(string_agg(said.value, ' '), '')
  FROM jsonb_each(texts) AS entry, jsonb_each_text(CASE jsonb_typeof(entry.value) WHEN 'object' THEN entry.value ELSE '{}' END) AS said
  WHERE entry.key = prefix OR starts_with(entry.key, prefix || ':')
$$;

-- A search finds a dataset by its words in any language.
CREATE FUNCTION app.dataset_words(title text, keywords text[], abstract text, contact_name text, texts jsonb) RETURNS tsvector
LANGUAGE sql IMMUTABLE PARALLEL SAFE
  RETURN app.dataset_words(title, keywords, abstract, contact_name)
    || setweight(app.french_and_plain(app.translated_words(texts, 'title')), 'A')
    || setweight(app.french_and_plain(app.translated_words(texts, 'keyword')), 'B')
    || setweight(app.french_and_plain(app.translated_words(texts, 'abstract')), 'C');
ALTER TABLE datasets DROP COLUMN search_words;
ALTER TABLE datasets ADD COLUMN search_words tsvector
  GENERATED ALWAYS AS (app.dataset_words(title, keywords, abstract, contact_name, texts)) STORED;

-- The translations without those in one language.
CREATE FUNCTION app.texts_without(texts jsonb, language text) RETURNS jsonb LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT coalesce(jsonb_object_agg(entry.key, entry.value - language) FILTER (WHERE entry.value - language <> '{}'), '{}')
  FROM jsonb_each(texts) AS entry
$$;
