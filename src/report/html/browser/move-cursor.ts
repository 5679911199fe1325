// The sample run: one cursor over all its charts, and what was asked and answered there.

for (const run of document.querySelectorAll<HTMLElement>('.run')) {
  const slider = run.querySelector<HTMLInputElement>('input[type=range]');
  const data = run.querySelector('.readings')?.textContent;
  if (slider === null || data === undefined || data === null) continue;
  const readings = JSON.parse(data) as string[];
  const show = (): void => {
    const at = Number(slider.value);
    const x = `${((at + 0.5) / readings.length) * 100}%`;
    for (const line of run.querySelectorAll('.cursor')) {
      line.setAttribute('x1', x);
      line.setAttribute('x2', x);
    }
    const text = readings[at] ?? '';
    const output = run.querySelector('output');
    const reading = run.querySelector('.reading');
    if (output !== null) output.textContent = `step ${at}`;
    if (reading !== null) reading.textContent = text;
    slider.setAttribute('aria-valuetext', `step ${at}: ${text}`);
  };
  slider.addEventListener('input', show);
  show();
}

export {};
