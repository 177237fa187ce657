<!DOCTYPE qgis PUBLIC 'http://mrcc.com/qgis.dtd' 'SYSTEM'>
<qgis simplifyLocal="1" labelsEnabled="0" simplifyMaxScale="1" simplifyAlgorithm="0" minScale="100000000" hasScaleBasedVisibilityFlag="0" simplifyDrawingHints="1" autoRefreshTime="0" version="3.40.6-Bratislava" styleCategories="Symbology|Labeling|Rendering" maxScale="0" symbologyReferenceScale="-1" autoRefreshMode="Disabled" simplifyDrawingTol="1">
  <renderer-v2 quality="3" weight_expression="&quot;niveau&quot;" radius_map_unit_scale="3x:0,0,0,0,0,0" type="heatmapRenderer" referencescale="-1" forceraster="0" symbollevels="0" radius="10" enableorderby="0" max_value="0" radius_unit="0">
    <colorramp type="gradient" name="[source]">
      <Option type="Map">
        <Option value="255,255,255,255,rgb:1,1,1,1" type="QString" name="color1"/>
        <Option value="255,0,0,255,rgb:1,0,0,1" type="QString" name="color2"/>
        <Option value="ccw" type="QString" name="direction"/>
        <Option value="0" type="QString" name="discrete"/>
        <Option value="gradient" type="QString" name="rampType"/>
        <Option value="rgb" type="QString" name="spec"/>
      </Option>
    </colorramp>
    <rampLegendSettings direction="0" maximumLabel="Maximum" useContinuousLegend="1" minimumLabel="Minimum" orientation="2" suffix="" prefix="">
      <numericFormat id="basic">
        <Option type="Map">
          <Option type="invalid" name="decimal_separator"/>
          <Option value="6" type="int" name="decimals"/>
          <Option value="0" type="int" name="rounding_type"/>
          <Option value="false" type="bool" name="show_plus"/>
          <Option value="true" type="bool" name="show_thousand_separator"/>
          <Option value="false" type="bool" name="show_trailing_zeros"/>
          <Option type="invalid" name="thousand_separator"/>
        </Option>
      </numericFormat>
    </rampLegendSettings>
    <data-defined-properties>
      <Option type="Map">
        <Option value="" type="QString" name="name"/>
        <Option name="properties"/>
        <Option value="collection" type="QString" name="type"/>
      </Option>
    </data-defined-properties>
  </renderer-v2>
  <selection mode="Default">
    <selectionColor invalid="1"/>
  </selection>
  <blendMode>0</blendMode>
  <featureBlendMode>0</featureBlendMode>
  <layerOpacity>1</layerOpacity>
  <layerGeometryType>0</layerGeometryType>
</qgis>
