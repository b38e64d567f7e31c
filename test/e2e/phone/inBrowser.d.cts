export declare function fromEnd(box: unknown): number;
export declare function markDecoration(root: unknown): void;
export declare function scrollToTop(box: unknown): void;
export declare function spill(root: unknown): number[];
