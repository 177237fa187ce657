-- What a revision of a tile changed, by cells of a grid: found when somebody asks for it, with the revision that it was compared with.
ALTER TABLE cloud_revisions ADD COLUMN changes jsonb;

-- The index of a point-cloud layer also says year and product of each tile, by which maps can colour it. An index that another role owns stays
-- without them, and goes on as it is.
DO $$
DECLARE
  one record;
  own text;
BEGIN
  FOR one IN SELECT l.id, l.table_name, d.language FROM layers l JOIN datasets d ON d.id = l.dataset_id WHERE l.kind = 'pointcloud' LOOP
    IF to_regclass('layers.' || quote_ident(one.table_name)) IS NULL THEN
      CONTINUE;
    END IF;
    BEGIN
      EXECUTE format('ALTER TABLE layers.%I ADD COLUMN IF NOT EXISTS year bigint, ADD COLUMN IF NOT EXISTS product text', one.table_name);
    EXCEPTION WHEN insufficient_privilege THEN
      CONTINUE;
    END;
    EXECUTE format('UPDATE layers.%I i SET year = left(a.cloud->''dates''->>0, 4)::bigint,
        product = CASE a.cloud->>''product'' WHEN ''lidar-hd'' THEN ''LiDAR HD'' WHEN ''ign'' THEN ''IGN'' END
      FROM public.dataset_attachments a WHERE a.id::text = i.tile', one.table_name);
    own := CASE one.language WHEN 'fr' THEN 'fr' ELSE 'en' END;
    UPDATE layers SET
      fields = fields || CASE own
        WHEN 'fr' THEN '[{"name": "year", "column": "year", "type": "integer", "label": "Année de mesure"},
                         {"name": "product", "column": "product", "type": "text", "label": "Produit"}]'::jsonb
        ELSE '[{"name": "year", "column": "year", "type": "integer", "label": "Year of measurement"},
               {"name": "product", "column": "product", "type": "text", "label": "Product"}]'::jsonb END,
      texts = texts || CASE one.language
        WHEN 'fr' THEN '{"label:year": {"en": "Year of measurement"}, "label:product": {"en": "Product"}}'::jsonb
        WHEN 'en' THEN '{"label:year": {"fr": "Année de mesure"}, "label:product": {"fr": "Produit"}}'::jsonb
        ELSE jsonb_build_object('label:year', jsonb_build_object('fr', 'Année de mesure', one.language, 'Year of measurement'),
                                'label:product', jsonb_build_object('fr', 'Produit', one.language, 'Product')) END
    WHERE id = one.id AND NOT fields @> '[{"column": "year"}]'::jsonb;
  END LOOP;
END $$;
