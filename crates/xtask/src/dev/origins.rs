//! The origins whose pages may call a development stack.

/// The usual ports of development servers: Parcel, Next.js and Nuxt, Vite's preview, Angular, Vite, Umi,
/// webpack. The Worker compares whole origins, so each port is listed.
const PORTS: [u16; 8] = [1234, 3000, 4173, 4200, 5173, 5174, 8000, 8080];
const HOSTS: [&str; 2] = ["localhost", "127.0.0.1"];

/// The requested origins, then those of development servers on this machine, each once.
pub fn allowed(requested: &[String]) -> Vec<String> {
    let usual = PORTS.iter().flat_map(|port| HOSTS.map(|host| format!("http://{host}:{port}")));
    let mut origins = Vec::new();
    for origin in requested.iter().cloned().chain(usual) {
        if !origins.contains(&origin) {
            origins.push(origin);
        }
    }
    origins
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn requested_origins_come_first_and_no_origin_twice() {
        let usual = allowed(&[]);
        assert_eq!(usual.len(), 16);
        assert!(usual.contains(&"http://localhost:5173".to_owned()));
        let more = allowed(&["http://localhost:5173".to_owned(), "https://portal.example".to_owned()]);
        assert_eq!(more.get(..2).unwrap(), ["http://localhost:5173", "https://portal.example"]);
        // The Worker takes at most 20.
        assert_eq!(more.len(), 17);
    }
}
