"use client";
/** For the map and other pages of the whole window, which have no frame around them. */
export { default } from "./(pages)/error.tsx";
