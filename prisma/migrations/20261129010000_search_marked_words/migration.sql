-- The words of an entry with the mark of its layer before each: `3fa9c#rue` in the name, `3fa9c@rennes` around it. A query then visits the names
-- of its layers only, and never those of all communities that hold the word. Layers get marked words when the task indexes them again; until
-- then, they are searched by their words as they are.
CREATE FUNCTION app.marked_words(mark text, name text, context text) RETURNS tsvector LANGUAGE sql IMMUTABLE PARALLEL SAFE
  RETURN array_to_tsvector(array_remove(
    string_to_array(mark || '#' || replace(nullif(app.fold_words(name), ''), ' ', ' ' || mark || '#'), ' ')
    || string_to_array(mark || '@' || replace(nullif(app.fold_words(context), ''), ' ', ' ' || mark || '@'), ' '), ''));

-- The first names of a layer in the order in which they are suggested: words that very many names hold are looked for in these only.
CREATE INDEX search_names_rank_idx ON search_names (layer_id, rank);
