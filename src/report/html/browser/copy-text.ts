// Copying: by the clipboard where the browser allows it to a file, else a selection to copy by hand.

for (const button of document.querySelectorAll<HTMLElement>('button[data-copy]')) {
  const source = document.getElementById(button.dataset['copy'] ?? '');
  if (source === null) continue;
  button.addEventListener('click', () => {
    navigator.clipboard.writeText(source.textContent).then(
      () => {
        button.textContent = 'Copied';
      },
      () => {
        getSelection()?.selectAllChildren(source);
        button.textContent = 'Selected';
      },
    );
  });
}

export {};
