/** What is the same for all points of a node. */
export const nodeUniforms = {
  name: "node",
  vs: `\
layout(std140) uniform nodeUniforms {
  mat4 matrix;
  vec4 low;
  vec4 high;
  float base;
  float size;
  float refined;
  float middle;
} node;
`,
  uniformTypes: { matrix: "mat4x4<f32>", low: "vec4<f32>", high: "vec4<f32>", base: "f32", size: "f32", refined: "f32", middle: "f32" },
} as const;

/** What is the same for all points. */
export const lookUniforms = {
  name: "look",
  vs: `\
layout(std140) uniform lookUniforms {
  vec2 heights;
  vec2 intensities;
  vec2 sizes;
  float colouring;
} look;
`,
  uniformTypes: { heights: "vec2<f32>", intensities: "vec2<f32>", sizes: "vec2<f32>", colouring: "f32" },
} as const;

export const POINT_VERTICES = `\
#version 300 es
in vec3 positions;
in uvec4 codes;
in vec2 measures;
in vec4 colours;
uniform sampler2D palette;
out vec3 colour;
out float width;

vec3 ramp(float share) {
  return texelFetch(palette, ivec2(int(clamp(share, 0.0, 1.0) * 255.0), 1), 0).rgb;
}

float between(vec2 range, float value) {
  return (value - range.x) / max(range.y - range.x, 1e-6);
}

/* First and only returns, the last of several, and those between. */
float returnShare() {
  if (codes.z < 2u) return 0.0;
  if (codes.y <= 1u) return 0.35;
  return codes.y >= codes.z ? 1.0 : 0.7;
}

vec3 colourOf(int colouring, vec4 entry) {
  if (colouring == 0) return ramp(between(look.heights, node.base + positions.z));
  if (colouring == 1) return entry.rgb;
  if (colouring == 2) return ramp(sqrt(clamp(between(look.intensities, measures.x), 0.0, 1.0)));
  if (colouring == 3) return ramp(returnShare());
  if (colouring == 4) return colours.rgb;
  if (colouring == 5) return colours.arg;
  return ramp(measures.y);
}

/* Half as wide where a child has finer points between these: as wide elsewhere, so that no hole is left. */
float sizeHere() {
  int octant = int(positions.x >= node.middle) + 2 * int(positions.y >= node.middle) + 4 * int(positions.z >= node.middle);
  return (int(node.refined) >> octant & 1) == 1 ? node.size * 0.5 : node.size;
}

void main() {
  vec4 entry = texelFetch(palette, ivec2(int(codes.x), 0), 0);
  if (entry.a < 0.5 || any(lessThan(positions, node.low.xyz)) || any(greaterThan(positions, node.high.xyz))) {
    gl_Position = vec4(2.0, 2.0, 2.0, 1.0);
    gl_PointSize = 1.0;
    return;
  }
  gl_Position = node.matrix * vec4(positions, 1.0);
  width = clamp(sizeHere() / gl_Position.w, look.sizes.x, look.sizes.y);
  gl_PointSize = width;
  colour = colourOf(int(look.colouring), entry);
}
`;

/** Wide points are round: squares show their grid. */
export const POINT_FRAGMENTS = `\
#version 300 es
precision highp float;
in vec3 colour;
in float width;
out vec4 fragColor;

void main() {
  vec2 from = gl_PointCoord - 0.5;
  if (width > 4.0 && dot(from, from) > 0.25) discard;
  fragColor = vec4(colour, 1.0);
}
`;

export const shadingUniforms = {
  name: "shading",
  fs: `\
layout(std140) uniform shadingUniforms {
  float radius;
  float strength;
  float near;
  float far;
  float limit;
} shading;
`,
  uniformTypes: { radius: "f32", strength: "f32", near: "f32", far: "f32", limit: "f32" },
} as const;

/**
 * Eye-dome lighting: a pixel is darker the more its neighbours are nearer to the eye. It needs depths alone, so that relief is visible without
 * normals or a light.
 *
 * @source Boucheny, Interactive scientific visualization of large datasets: towards a perceptive-based approach, 2009
 */
export const SHADING_FRAGMENTS = `\
#version 300 es
precision highp float;
uniform sampler2D pointColours;
/* Without this word, browsers may read depths with half precision, which draws lines over the ground. */
uniform highp sampler2D pointDepths;
out vec4 fragColor;

/* Eight directions, of equal length. */
const vec2 SIDES[8] = vec2[8](
  vec2(1.0, 0.0), vec2(0.71, 0.71), vec2(0.0, 1.0), vec2(-0.71, 0.71),
  vec2(-1.0, 0.0), vec2(-0.71, -0.71), vec2(0.0, -1.0), vec2(0.71, -0.71)
);

ivec2 beside(ivec2 pixel, int side) {
  return clamp(pixel + ivec2(round(SIDES[side] * shading.radius)), ivec2(0), textureSize(pointDepths, 0) - 1);
}

/* One over the distance to the eye, which is linear in what the depth buffer has: no logarithms. */
float nearness(float depth) {
  return (shading.far + shading.near - (depth * 2.0 - 1.0) * (shading.far - shading.near)) / (2.0 * shading.near * shading.far);
}

void main() {
  if (gl_FragCoord.x > shading.limit) discard;
  ivec2 pixel = ivec2(gl_FragCoord.xy);
  float depths[8];
  int sides = 0;
  int nearest = 0;
  for (int i = 0; i < 8; i++) {
    depths[i] = texelFetch(pointDepths, beside(pixel, i), 0).r;
    if (depths[i] < 1.0) sides++;
    if (depths[i] < depths[nearest]) nearest = i;
  }
  ivec2 here = pixel;
  float own = texelFetch(pointDepths, pixel, 0).r;
  if (own >= 1.0) {
    /* A pixel without a point that has points on most sides belongs to the surface: it takes the nearest of them. */
    if (sides < 5) discard;
    own = depths[nearest];
    here = beside(pixel, nearest);
  }
  float away = 1.0 / nearness(own);
  float darkness = 0.0;
  for (int i = 0; i < 8; i++) if (depths[i] < 1.0) darkness += max(0.0, nearness(depths[i]) * away - 1.0);
  /* Edges near the eye would be black lines. */
  float light = mix(1.0, exp(-darkness * shading.strength), 0.72);
  fragColor = vec4(texelFetch(pointColours, here, 0).rgb * light, 1.0);
  gl_FragDepth = own;
}
`;

export const copyUniforms = {
  name: "copy",
  fs: `\
layout(std140) uniform copyUniforms {
  float scale;
  float limit;
} copy;
`,
  uniformTypes: { scale: "f32", limit: "f32" },
} as const;

/** A shaded picture with fewer pixels, as large as the page: colours are mixed between its pixels, depths are not. */
export const COPY_FRAGMENTS = `\
#version 300 es
precision highp float;
uniform sampler2D pointColours;
uniform highp sampler2D pointDepths;
out vec4 fragColor;

void main() {
  if (gl_FragCoord.x > copy.limit) discard;
  ivec2 last = textureSize(pointColours, 0) - 1;
  vec2 place = gl_FragCoord.xy * copy.scale - 0.5;
  ivec2 low = ivec2(floor(place));
  vec2 share = place - vec2(low);
  vec4 sum = vec4(0.0);
  float depth = 1.0;
  for (int i = 0; i < 4; i++) {
    ivec2 step = ivec2(i & 1, i >> 1);
    ivec2 pixel = clamp(low + step, ivec2(0), last);
    vec2 weight = mix(1.0 - share, share, vec2(step));
    sum += texelFetch(pointColours, pixel, 0) * weight.x * weight.y;
    depth = min(depth, texelFetch(pointDepths, pixel, 0).r);
  }
  if (sum.a < 0.5) discard;
  fragColor = vec4(sum.rgb / sum.a, 1.0);
  gl_FragDepth = depth;
}
`;
