// A witness: the slider, its buttons, the numbers of the rows and the arrow keys choose a step. Its row
// is marked, what comes later fades, and one sentence says who owns what. A link names a step.

const all = <Found extends Element>(selector: string, from: ParentNode = document): Found[] => [
  ...from.querySelectorAll<Found>(selector),
];

interface Walk {
  readonly root: HTMLElement;
  show(place: number): void;
  /** The place of a step, from 1; undefined where it is not drawn. */
  placeOf(step: string): number | undefined;
}

const walks = all<HTMLElement>('.violation').flatMap((root) => {
  const slider = root.querySelector<HTMLInputElement>('input[type=range]');
  return slider === null ? [] : [walkOf(root, slider)];
});

function walkOf(root: HTMLElement, slider: HTMLInputElement): Walk {
  const rows = all<HTMLElement>('tr[data-step]', root);
  const steps = [...new Set(rows.map((row) => row.dataset['step'] ?? ''))];
  const output = root.querySelector('output');
  const after = root.querySelector('.after');
  const link = root.querySelector('.link-step');
  let at = steps.length;

  const show = (place: number): void => {
    at = Math.min(Math.max(place, 1), steps.length);
    const step = steps[at - 1] ?? '';
    for (const row of rows) {
      const own = steps.indexOf(row.dataset['step'] ?? '') + 1;
      row.classList.toggle('later', own > at);
      row.classList.toggle('now', own === at);
      if (own === at) row.setAttribute('aria-current', 'step');
      else row.removeAttribute('aria-current');
    }
    const picture = root.querySelector(`tr[data-step="${step}"] .mem svg`);
    const text = inBase(picture?.getAttribute('aria-label') ?? '');
    slider.value = String(at);
    slider.setAttribute('aria-valuetext', text);
    if (output !== null) output.textContent = `step ${step} of ${steps.at(-1) ?? step}`;
    if (after !== null) after.textContent = text;
    link?.setAttribute('href', `#${root.id}@${step}`);
  };

  slider.addEventListener('input', () => {
    show(Number(slider.value));
  });
  for (const button of all<HTMLElement>('[data-go]', root)) {
    button.addEventListener('click', () => {
      show(at + Number(button.dataset['go']));
    });
  }
  for (const row of rows) {
    row.addEventListener('click', () => {
      show(steps.indexOf(row.dataset['step'] ?? '') + 1);
    });
  }
  root.querySelector<HTMLElement>('.story')?.addEventListener('keydown', (event) => {
    const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 1, End: steps.length }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    show(to);
    root.querySelector<HTMLElement>('tr.now button')?.focus();
  });
  link?.addEventListener('click', (event) => {
    event.preventDefault();
    // Moving the slider leaves the history alone, and so does its link.
    history.replaceState(null, '', link.getAttribute('href'));
    navigator.clipboard.writeText(location.href).catch(() => undefined);
    link.textContent = 'Link is in the address bar';
  });
  document.addEventListener('basechange', () => {
    show(at);
  });
  show(at);
  return {
    root,
    show,
    placeOf: (step) => (steps.includes(step) ? steps.indexOf(step) + 1 : undefined),
  };
}

/** Ranges as the page counts addresses now. */
function inBase(text: string): string {
  if (document.documentElement.dataset['base'] !== '16') return text;
  const hex = (digits: string): string => `0x${BigInt(digits.replaceAll(',', '')).toString(16)}`;
  return text.replace(
    /\[(-?[\d,]+), (-?[\d,]+)\)/g,
    (_, start: string, end: string) => `[${hex(start)}, ${hex(end)})`,
  );
}

/** `#subject.property@3` is step 3 of that witness. */
function follow(): void {
  const [id = '', step] = decodeURIComponent(location.hash.slice(1)).split('@');
  const walk = walks.find(({ root }) => root.id === id);
  const place = step === undefined ? undefined : walk?.placeOf(step);
  if (walk === undefined || place === undefined) return;
  walk.show(place);
  walk.root.scrollIntoView();
}

addEventListener('hashchange', follow);
follow();

export {};
