-- A commune is found by its code, for each feature that names only the code. Without it, each of them reads all communes of the country.
CREATE INDEX search_names_commune_code_idx ON search_names (layer_id, commune_code) WHERE kind = 'commune';
