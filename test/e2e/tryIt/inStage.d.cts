export declare function hidePointer(): void;
export declare function setPicture(picture: { readonly name: string; readonly png: string }): Promise<void>;
export declare function setPointer(place: { readonly x: number; readonly y: number }): void;
