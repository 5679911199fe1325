// What needs a script to work is hidden where there is none.
document.documentElement.classList.add('script');

export {};
