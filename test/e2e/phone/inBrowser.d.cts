export declare function fromEnd(box: unknown): number;
export declare function isInSight(bubble: unknown): boolean;
export declare function isThere(element: unknown): boolean;
export declare function markDecoration(root: unknown): void;
export declare function recordFilm(): Promise<string>;
export declare function scrollToTop(box: unknown): void;
export declare function spill(root: unknown): number[];
