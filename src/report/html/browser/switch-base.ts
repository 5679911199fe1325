// Addresses in decimal or hex: one switch for the whole page. Sizes stay decimal.

const inputs = [...document.querySelectorAll<HTMLInputElement>('input[data-base]')];
const addresses = [...document.querySelectorAll<HTMLElement | SVGElement>('[data-address]')];

function show(base: string): void {
  document.documentElement.dataset['base'] = base;
  for (const input of inputs) input.checked = input.dataset['base'] === base;
  for (const element of addresses) {
    const address = BigInt(element.dataset['address'] ?? '0');
    element.textContent = base === '16' ? hex(address) : address.toLocaleString('en');
  }
  document.dispatchEvent(new Event('basechange'));
}

const hex = (address: bigint): string =>
  address < 0n ? `-0x${(-address).toString(16)}` : `0x${address.toString(16)}`;

for (const input of inputs) {
  input.addEventListener('change', () => {
    show(input.dataset['base'] ?? '10');
  });
}

export {};
