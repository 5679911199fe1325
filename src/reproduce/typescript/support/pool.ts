/** The region that the subject is given; `origin` is where its memory begins. */
export const pool = { origin: 0, base: 0, end: 0, reserveEnd: 0 };
