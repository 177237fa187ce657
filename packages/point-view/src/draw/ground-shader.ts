export const groundUniforms = {
  name: "ground",
  vs: `\
layout(std140) uniform groundUniforms {
  mat4 matrix;
  float level;
} ground;
`,
  uniformTypes: { matrix: "mat4x4<f32>", level: "f32" },
} as const;

export const GROUND_VERTICES = `\
#version 300 es
in vec2 places;
in vec2 shares;
out vec2 share;

void main() {
  share = shares;
  gl_Position = ground.matrix * vec4(places, ground.level, 1.0);
}
`;

/** A picture ends softly, in the ground of the page or in the picture below it. */
export const GROUND_FRAGMENTS = `\
#version 300 es
precision highp float;
uniform sampler2D picture;
in vec2 share;
out vec4 fragColor;

void main() {
  vec2 edge = smoothstep(0.0, 0.08, min(share, 1.0 - share));
  float alpha = edge.x * edge.y;
  fragColor = vec4(texture(picture, share).rgb * alpha, alpha);
}
`;
