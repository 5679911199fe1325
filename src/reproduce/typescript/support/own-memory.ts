/** Of what lies around the region nothing is known. */
export function outsideUntouched(): void {}
