-- What a revision of a tile changed, by cells of a grid: found when somebody asks for it, with the revision that it was compared with.
ALTER TABLE cloud_revisions ADD COLUMN changes jsonb;

-- The index of a point-cloud layer also says year and product of each tile, by which maps can colour it. Layers of all communities are seen by
-- the system's role; their tables belong to the worker's.
CREATE TEMPORARY TABLE cloud_indexes (id uuid, community_id uuid, table_name text, language text) ON COMMIT DROP;
GRANT ALL ON cloud_indexes TO archipel_system, archipel_worker;
SET LOCAL ROLE archipel_system;
INSERT INTO cloud_indexes
  SELECT l.id, l.community_id, l.table_name, d.language FROM layers l JOIN datasets d ON d.id = l.dataset_id
  WHERE l.kind = 'pointcloud' AND to_regclass('layers.' || quote_ident(l.table_name)) IS NOT NULL;
UPDATE layers l SET
  fields = fields || CASE c.language
    WHEN 'fr' THEN '[{"name": "year", "column": "year", "type": "integer", "label": "Année de mesure"},
                     {"name": "product", "column": "product", "type": "text", "label": "Produit"}]'::jsonb
    ELSE '[{"name": "year", "column": "year", "type": "integer", "label": "Year of measurement"},
           {"name": "product", "column": "product", "type": "text", "label": "Product"}]'::jsonb END,
  texts = texts || CASE c.language
    WHEN 'fr' THEN '{"label:year": {"en": "Year of measurement"}, "label:product": {"en": "Product"}}'::jsonb
    WHEN 'en' THEN '{"label:year": {"fr": "Année de mesure"}, "label:product": {"fr": "Produit"}}'::jsonb
    ELSE jsonb_build_object('label:year', jsonb_build_object('fr', 'Année de mesure', c.language, 'Year of measurement'),
                            'label:product', jsonb_build_object('fr', 'Produit', c.language, 'Product')) END
FROM cloud_indexes c WHERE c.id = l.id;
SET LOCAL ROLE archipel_worker;
DO $$
DECLARE
  one record;
BEGIN
  FOR one IN SELECT * FROM cloud_indexes LOOP
    PERFORM set_config('archipel.community_id', one.community_id::text, true);
    EXECUTE format('ALTER TABLE layers.%I ADD COLUMN year bigint, ADD COLUMN product text', one.table_name);
    EXECUTE format('UPDATE layers.%I i SET year = left(a.cloud->''dates''->>0, 4)::bigint,
        product = CASE a.cloud->>''product'' WHEN ''lidar-hd'' THEN ''LiDAR HD'' WHEN ''ign'' THEN ''IGN'' END
      FROM public.dataset_attachments a WHERE a.id::text = i.tile', one.table_name);
  END LOOP;
END $$;
RESET ROLE;
