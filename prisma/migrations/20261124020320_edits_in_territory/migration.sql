-- Where a dataset's rules say so, whoever has a territory decides about edits within it alone.
ALTER TABLE edit_rules ADD COLUMN territory_counts boolean NOT NULL DEFAULT false;

-- Where a feature lies now, in EPSG:4326: null when it is gone, has no shape, or its layer is not the caller's to see.
CREATE FUNCTION app.feature_place(layer uuid, feature bigint) RETURNS geometry LANGUAGE plpgsql STABLE AS $$
DECLARE
  named text;
  place geometry;
BEGIN
  IF feature IS NULL THEN RETURN NULL; END IF;
  SELECT table_name INTO named FROM public.layers WHERE id = layer AND kind = 'vector' AND status = 'ready';
  IF named IS NULL THEN RETURN NULL; END IF;
  EXECUTE format('SELECT ST_Transform(geom, 4326) FROM layers.%I WHERE fid = $1', named) INTO place USING feature;
  RETURN place;
END $$;
